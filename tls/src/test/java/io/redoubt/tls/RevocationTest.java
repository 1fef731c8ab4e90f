package io.redoubt.tls;

import static io.redoubt.tls.CertificateCases.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.CertificateRecipe;
import io.redoubt.testkit.CertificateRecipe.Issuer;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.Revocation;
import io.redoubt.testkit.Revocation.Status;
import io.redoubt.testkit.Script;
import io.redoubt.testkit.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Responders are real servers on loopback; an endpoint on loopback may send us to them, one elsewhere may not.
class RevocationTest {

    private static final CertificateForge FORGE = CertificateForge.at(NOW);
    private static final Revocation ISSUER = FORGE.revocation(Issuer.INTERMEDIATE);
    private static final CertificateCases PUBLIC =
            CertificateCases.at(FORGE.rootFile(), "https://shop.example.com", "203.0.113.7");
    private static final CertificateCases LOOPBACK =
            CertificateCases.at(FORGE.rootFile(), "https://shop.example.com", "127.0.0.1");

    @AfterAll
    static void close() {
        FORGE.close();
    }

    @Test
    void good_staple_passes() throws Exception {
        assertThat(stapled(Status.GOOD))
                .isEqualTo(
                        "PASS  for shop.example.com, until 2026-09-29 08:11 UTC, not revoked (stapled OCSP response)");
    }

    @Test
    void revoked_staple_is_critical() throws Exception {
        assertThat(stapled(Status.REVOKED)).isEqualTo("""
                        FAIL  critical  certificate is revoked
                        expected  not revoked
                        observed  revoked 2026-07-01 07:11 UTC, keyCompromise (stapled OCSP response)
                        mend      certbot renew --cert-name shop.example.com --key-type ecdsa --force-renewal""");
    }

    @Test
    void staple_of_last_month_is_not_relied_on() throws Exception {
        IssuedCertificate issued = FORGE.issue(recipe().withOcsp("http://ocsp.example"));
        byte[] old = ISSUER.ocspResponse(
                issued.leaf(), Status.GOOD, NOW.minus(Duration.ofDays(30)), NOW.minus(Duration.ofDays(23)));
        assertThat(PUBLIC.verdict("tls.certificate", issued.chain(), Optional.of(old)))
                .isEqualTo("UNKNOWN  revocation could not be checked: ocsp.example has no address");
    }

    @Test
    void staple_about_another_certificate_is_not_relied_on() throws Exception {
        IssuedCertificate issued = FORGE.issue(recipe().withOcsp("http://ocsp.example"));
        byte[] ofAnother = ISSUER.ocspResponse(FORGE.issue(recipe()).leaf(), Status.GOOD);
        assertThat(PUBLIC.verdict("tls.certificate", issued.chain(), Optional.of(ofAnother)))
                .startsWith("UNKNOWN");
    }

    @Test
    void staple_that_another_authority_signed_is_not_relied_on() throws Exception {
        IssuedCertificate issued = FORGE.issue(recipe().withOcsp("http://ocsp.example"));
        try (CertificateForge impostor = CertificateForge.at(NOW)) {
            byte[] forged = impostor.revocation(Issuer.INTERMEDIATE).ocspResponse(issued.leaf(), Status.GOOD);
            assertThat(PUBLIC.verdict("tls.certificate", issued.chain(), Optional.of(forged)))
                    .startsWith("UNKNOWN");
        }
    }

    @Test
    void staple_about_the_certificate_that_another_authority_signed_is_not_relied_on() throws Exception {
        IssuedCertificate issued = FORGE.issue(recipe().withOcsp("http://ocsp.example"));
        byte[] request = new OCSPReqBuilder()
                .addRequest(new JcaCertificateID(
                        new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
                        FORGE.intermediate(),
                        issued.leaf().getSerialNumber()))
                .build()
                .getEncoded();
        try (CertificateForge impostor = CertificateForge.at(NOW)) {
            byte[] forged = impostor.revocation(Issuer.INTERMEDIATE).ocspAnswer(request, Status.GOOD);
            assertThat(PUBLIC.verdict("tls.certificate", issued.chain(), Optional.of(forged)))
                    .startsWith("UNKNOWN");
        }
    }

    @Test
    void list_of_another_part_is_not_relied_on() throws Exception {
        OddAuthority root = OddAuthority.root();
        try (Responder responder = new Responder()) {
            CertificateCases loopback =
                    LOOPBACK.resolvingOthersTo("127.0.0.1").trusting(FORGE.write("parts.pem", root.pem()));
            X509Certificate leaf = root.leaf(OddAuthority.revokedAt(responder.url("/1.crl")));
            responder.answer(200, root.emptyList(responder.url("/1.crl")));
            assertThat(loopback.verdict("tls.certificate", List.of(leaf))).endsWith("not revoked (CRL)");
            responder.answer(200, root.emptyList(responder.url("/2.crl")));
            assertThat(loopback.verdict("tls.certificate", List.of(leaf)))
                    .isEqualTo("UNKNOWN  revocation could not be checked: the CRL is about other certificates");
        }
    }

    @Test
    void responder_is_asked_and_says_good() throws Exception {
        try (Responder responder = new Responder()) {
            IssuedCertificate issued = FORGE.issue(recipe().withOcsp(responder.url("/ocsp")));
            responder.answer(200, ISSUER.ocspResponse(issued.leaf(), Status.GOOD));
            assertThat(LOOPBACK.resolvingOthersTo("127.0.0.1").verdict("tls.certificate", issued.chain()))
                    .endsWith("not revoked (OCSP response)");
        }
    }

    @Test
    void responder_is_asked_and_says_revoked() throws Exception {
        try (Responder responder = new Responder()) {
            IssuedCertificate issued = FORGE.issue(recipe().withOcsp(responder.url("/")));
            responder.answer(200, ISSUER.ocspResponse(issued.leaf(), Status.REVOKED));
            assertThat(LOOPBACK.resolvingOthersTo("127.0.0.1").verdict("tls.certificate", issued.chain()))
                    .startsWith("FAIL  critical  certificate is revoked")
                    .contains("keyCompromise (OCSP response)");
        }
    }

    @Test
    void list_is_fetched_where_there_is_no_responder() throws Exception {
        try (Responder responder = new Responder()) {
            IssuedCertificate revoked = FORGE.issue(recipe().withCrl(responder.url("/ca.crl")));
            IssuedCertificate good = FORGE.issue(recipe().withCrl(responder.url("/ca.crl")));
            responder.answer(200, ISSUER.crl(List.of(revoked.leaf())));
            CertificateCases loopback = LOOPBACK.resolvingOthersTo("127.0.0.1");
            assertThat(loopback.verdict("tls.certificate", good.chain())).endsWith("not revoked (CRL)");
            assertThat(loopback.verdict("tls.certificate", revoked.chain()))
                    .startsWith("FAIL  critical  certificate is revoked")
                    .contains("revoked 2026-07-01 07:11 UTC, keyCompromise (CRL)");
        }
    }

    @Test
    void redirect_of_a_responder_is_not_followed() throws Exception {
        try (Responder responder = new Responder()) {
            IssuedCertificate issued = FORGE.issue(recipe().withOcsp(responder.url("/")));
            responder.answer(302, new byte[0]);
            assertThat(LOOPBACK.resolvingOthersTo("127.0.0.1").verdict("tls.certificate", issued.chain()))
                    .isEqualTo("UNKNOWN  revocation could not be checked: it answered with status 302");
        }
    }

    @Test
    void garbage_of_a_responder_is_unknown() throws Exception {
        try (Responder responder = new Responder()) {
            IssuedCertificate issued = FORGE.issue(recipe().withOcsp(responder.url("/")));
            responder.answer(200, "<html>".getBytes(StandardCharsets.US_ASCII));
            assertThat(LOOPBACK.resolvingOthersTo("127.0.0.1").verdict("tls.certificate", issued.chain()))
                    .isEqualTo("UNKNOWN  revocation could not be checked: the OCSP response can't be read");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::7f00:1"})
    void public_endpoint_can_not_make_us_ask_within(String inside) throws Exception {
        try (Responder responder = new Responder()) {
            IssuedCertificate issued =
                    FORGE.issue(recipe().withOcsp(responder.url("/")).withCrl(responder.url("/crl")));
            assertThat(PUBLIC.resolvingOthersTo(inside).verdict("tls.certificate", issued.chain()))
                    .isEqualTo("UNKNOWN  revocation could not be checked:"
                            + " ocsp.example leads to an address that is not public");
            assertThat(responder.asked()).isZero();
        }
    }

    @Test
    void private_endpoint_can_not_make_us_ask_this_machine() throws Exception {
        CertificateCases within = CertificateCases.at(FORGE.rootFile(), "https://shop.example.com", "10.0.0.5");
        try (Responder responder = new Responder()) {
            IssuedCertificate issued = FORGE.issue(recipe().withOcsp(responder.url("/")));
            assertThat(within.resolvingOthersTo("127.0.0.1").verdict("tls.certificate", issued.chain()))
                    .startsWith("UNKNOWN");
            assertThat(responder.asked()).isZero();
        }
    }

    @Test
    void nobody_is_asked_about_a_chain_that_is_not_trusted() throws Exception {
        try (Responder responder = new Responder()) {
            IssuedCertificate issued = FORGE.issue(recipe().withOcsp(responder.url("/")));
            assertThat(LOOPBACK.resolvingOthersTo("127.0.0.1").verdict("tls.certificate", List.of(issued.leaf())))
                    .startsWith("FAIL  high  chain is incomplete");
            assertThat(responder.asked()).isZero();
        }
    }

    @Test
    void unanswered_revocation_does_not_hide_what_is_certain() throws Exception {
        X509Certificate leaf = FORGE.issue(recipe().named("other.example.com").withOcsp("http://ocsp.example"))
                .leaf();
        assertThat(PUBLIC.verdict("tls.certificate", List.of(leaf, FORGE.intermediate())))
                .startsWith("FAIL  high  certificate is for another name");
    }

    @Test
    void pointer_to_a_file_is_not_followed() throws Exception {
        assertThat(PUBLIC.verdict(
                        "tls.certificate",
                        FORGE.issue(recipe().withCrl("file:///etc/passwd")).chain()))
                .isEqualTo("UNKNOWN  revocation could not be checked: not a place to ask: file:///etc/passwd");
    }

    private static CertificateRecipe recipe() {
        return FORGE.recipe().named("shop.example.com");
    }

    private static String stapled(Status status) throws Exception {
        IssuedCertificate issued = FORGE.issue(recipe());
        return PUBLIC.verdict(
                "tls.certificate", issued.chain(), Optional.of(ISSUER.ocspResponse(issued.leaf(), status)));
    }

    /// Answers everything alike.
    private static final class Responder implements AutoCloseable {

        private final AtomicReference<byte[]> answer = new AtomicReference<>(new byte[0]);
        private final ScriptedServer server = ScriptedServer.playing(
                Script.hearHttpHead().then(socket -> socket.getOutputStream().write(answer.get())));

        String url(String path) {
            return "http://ocsp.example:" + server.port() + path;
        }

        void answer(int status, byte[] body) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes("HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                    .formatted(status, body.length)
                    .getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(body);
            answer.set(bytes.toByteArray());
        }

        int asked() {
            return server.accepted();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
