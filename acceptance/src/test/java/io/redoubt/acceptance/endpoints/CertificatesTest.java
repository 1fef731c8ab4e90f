package io.redoubt.acceptance.endpoints;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.CertificateRecipe;
import io.redoubt.testkit.CertificateRecipe.Issuer;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.KeyKind;
import io.redoubt.testkit.Revocation;
import io.redoubt.testkit.Revocation.Status;
import io.redoubt.testkit.Script;
import io.redoubt.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CertificatesTest {

    /// What OpenSSL has to be told before it serves a weak certificate.
    private static final String ANYTHING_GOES = "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20:@SECLEVEL=0;";

    private final Instant now = Instant.now();
    private final CertificateForge forge = CertificateForge.at(now);
    private final CertificateRecipe good = forge.recipe();
    private final Revocation issuer = forge.revocation(Issuer.INTERMEDIATE);
    private final Redoubt redoubt = Redoubt.trusting(forge);

    @AfterEach
    void close() {
        forge.close();
    }

    @Test
    void elliptic_certificate_passes() {
        site(good.with(KeyKind.EC_P256)).assertExactly(0, "");
    }

    @Test
    void expired_certificate_is_to_be_renewed() {
        site(good.valid(now.minus(Duration.ofDays(90)), now.minus(Duration.ofHours(50))))
                .assertExactly(1, """
                tls.certificate FAIL high: certificate ended 2 days ago | certbot renew --cert-name localhost
                tls.renewal FAIL high: certificate ended 2 days ago | certbot renew --cert-name localhost""");
    }

    @Test
    void certificate_of_tomorrow_is_not_valid_yet() {
        site(good.valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(90))))
                .assertExactly(1, """
                tls.certificate FAIL high: certificate is not valid yet | certbot renew --cert-name localhost""");
    }

    @Test
    void certificate_that_ends_soon_is_due() {
        site(good.valid(
                        now.minus(Duration.ofDays(70)),
                        now.plus(Duration.ofDays(20)).plusSeconds(600)))
                .assertExactly(1, """
                        tls.renewal FAIL high: certificate ends in 20 days | certbot renew --cert-name localhost""");
    }

    @Test
    void certificate_for_another_name_is_refused() {
        site(good.named("www.shop.test")).assertExactly(1, """
                tls.certificate FAIL high: certificate is for another name | certbot --nginx -d localhost""");
    }

    @Test
    void certificate_signed_by_itself_is_refused() {
        site(good.from(Issuer.ITSELF)).assertExactly(1, """
                tls.certificate FAIL high: certificate is signed by itself | certbot --nginx -d localhost""");
    }

    @Test
    void certificate_of_an_unknown_authority_is_refused() {
        try (CertificateForge stranger = CertificateForge.at(now)) {
            IssuedCertificate issued = stranger.issue(good);
            site(issued.sending(List.of(issued.leaf(), stranger.intermediate(), stranger.root())))
                    .assertExactly(1, """
                    tls.certificate FAIL high: root is not trusted | certbot --nginx -d localhost | your own authority? redoubt check --trust ROOT.pem""");
        }
    }

    @Test
    void chain_without_its_intermediate_is_incomplete() {
        IssuedCertificate issued = forge.issue(good);
        site(issued.sending(List.of(issued.leaf()))).assertExactly(1, """
                tls.certificate FAIL high: chain is incomplete | nginx: ssl_certificate /etc/letsencrypt/live/localhost/fullchain.pem;""");
    }

    @Test
    void chain_with_its_issuers_in_turn_is_out_of_order() {
        IssuedCertificate issued = forge.issue(good.from(Issuer.LOWER_INTERMEDIATE));
        List<X509Certificate> chain = issued.chain();
        site(issued.sending(List.of(chain.get(0), chain.get(2), chain.get(1)))).assertExactly(1, """
                tls.certificate FAIL medium: chain is out of order | nginx: ssl_certificate /etc/letsencrypt/live/localhost/fullchain.pem;""");
    }

    @Test
    void root_beside_the_chain_does_no_harm() {
        IssuedCertificate issued = forge.issue(good);
        site(issued.sending(List.of(issued.leaf(), forge.root(), forge.intermediate())))
                .assertExactly(0, "");
    }

    @Test
    void rsa_key_of_1024_bits_is_too_weak() {
        redoubt.check(Site.good(forge.issue(good.with(KeyKind.RSA_1024))).with(ANYTHING_GOES))
                .assertExactly(1, """
                tls.certificate FAIL high: key is too weak | certbot renew --cert-name localhost --key-type ecdsa --force-renewal""");
    }

    @Test
    void sha_1_signature_is_too_weak() {
        redoubt.check(Site.good(forge.issue(good.signedWith("SHA1"))).with(ANYTHING_GOES))
                .assertExactly(1, """
                tls.certificate FAIL high: certificate is signed with SHA-1 | certbot renew --cert-name localhost --key-type ecdsa --force-renewal""");
    }

    @Test
    void good_staple_passes() {
        IssuedCertificate issued = forge.issue(good.mustStaple());
        stapling(issued, Status.GOOD).assertExactly(0, "");
    }

    @Test
    void revoked_by_its_staple_is_critical() {
        stapling(forge.issue(good), Status.REVOKED).assertExactly(1, """
                tls.certificate FAIL critical: certificate is revoked | certbot renew --cert-name localhost --key-type ecdsa --force-renewal""");
    }

    @Test
    void staple_that_the_certificate_demands_is_missing() {
        site(good.mustStaple()).assertExactly(1, """
                tls.certificate FAIL high: certificate demands a stapled OCSP response | nginx: ssl_stapling on; ssl_trusted_certificate /etc/letsencrypt/live/localhost/chain.pem;""");
    }

    @Test
    void revoked_by_its_list_is_critical() {
        byte[][] list = new byte[1][];
        try (ScriptedServer authority =
                ScriptedServer.playing(Script.hearHttpHead().then(socket -> {
                    byte[] head = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
                            .formatted(list[0].length)
                            .getBytes(StandardCharsets.US_ASCII);
                    socket.getOutputStream().write(head);
                    socket.getOutputStream().write(list[0]);
                }))) {
            IssuedCertificate issued =
                    forge.issue(good.withCrl("http://localhost:" + authority.port() + "/issuer.crl"));
            list[0] = issuer.crl(List.of(issued.leaf()));
            site(issued).assertExactly(1, """
                    tls.certificate FAIL critical: certificate is revoked | certbot renew --cert-name localhost --key-type ecdsa --force-renewal""");
        }
    }

    @Test
    void responder_that_says_nothing_leaves_revocation_unknown() {
        try (ScriptedServer responder = ScriptedServer.playing(Script.silence(), "127.0.0.20")) {
            site(good.withOcsp("http://127.0.0.20:" + responder.port() + "/")).assertExactly(3, """
                    tls.certificate UNKNOWN revocation could not be checked: 127.0.0.20:PORT accepted the connection and said nothing""");
        }
    }

    private Found site(CertificateRecipe recipe) {
        return site(forge.issue(recipe));
    }

    private Found site(IssuedCertificate certificate) {
        return redoubt.check(Site.good(certificate));
    }

    private Found stapling(IssuedCertificate issued, Status status) {
        Path response = forge.write("staple-" + status + ".der", issuer.ocspResponse(issued.leaf(), status));
        return redoubt.check(Site.good(issued).with("ssl_stapling on;").with("ssl_stapling_file " + response + ";"));
    }
}
