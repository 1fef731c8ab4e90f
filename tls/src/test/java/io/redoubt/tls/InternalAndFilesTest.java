package io.redoubt.tls;

import static io.redoubt.tls.CertificateNode.leaf;
import static io.redoubt.tls.CertificateNode.policy;
import static io.redoubt.tls.CertificateNode.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.Mode;
import io.redoubt.policy.ProblemException;
import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.KeyKind;
import io.redoubt.tls.CertificateRequest.Source;
import io.redoubt.tls.acme.AcmeAuthority.Terms;
import io.redoubt.tls.acme.ChallengeKind;
import io.redoubt.tls.certificate.ServerNames;
import io.redoubt.tls.issuance.Trouble;
import io.redoubt.wire.TlsVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InternalAndFilesTest {

    @TempDir
    Path directory;

    private CertificateNode node;

    @BeforeEach
    void open() {
        node = CertificateNode.on(directory);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Certificates of(CertificateRequest... requests) {
        return node.certificates(policy(AcmePolicy.defaults(), requests), Handover.NOBODY);
    }

    @Test
    void internal_certificate_is_believed_by_whoever_trusts_the_root_and_renewed_in_its_last_third() throws Exception {
        Certificates certificates = of(request(Source.INTERNAL, "db.internal", "localhost"));
        certificates.tick();
        HeldCertificate first = certificates.current("localhost").orElseThrow();
        assertThat(ServerNames.of(leaf(first)).match("::1")).isTrue();
        assertThat(openssl(certificates.root(), first)).endsWith("OK");
        node.clock.move(Duration.ofDays(4));
        certificates.tick();
        assertThat(certificates.current("localhost")).contains(first);
        node.clock.move(Duration.ofDays(1));
        certificates.tick();
        assertThat(certificates.current("localhost").orElseThrow()).isNotEqualTo(first);
    }

    /// Else an edge would refuse every handshake, and nobody would say why.
    @Test
    void section_that_only_looks_orders_nothing_and_says_so() throws Exception {
        TlsPolicy enforced = policy(AcmePolicy.defaults(), request(Source.INTERNAL, "shop.example.com"));
        TlsPolicy looking = new TlsPolicy(
                Mode.VERIFY,
                enforced.minimum(),
                enforced.endpoints(),
                enforced.certificates(),
                enforced.acme(),
                enforced.renewBefore(),
                enforced.nginx());
        Certificates certificates = node.certificates(looking, Handover.NOBODY);
        certificates.tick();
        assertThat(certificates.current()).isEmpty();
        assertThat(certificates.standings().getFirst().trouble())
                .isEqualTo("tls.mode is verify, so none is ordered; write 'mode: enforce' under tls");
        node.certificates(enforced, Handover.NOBODY).tick();
        assertThat(certificates.standings().getFirst().trouble()).isNull();
    }

    @Test
    void root_does_not_speak_for_what_was_not_declared_when_it_was_made() throws Exception {
        of(request(Source.INTERNAL, "db.internal")).tick();
        Certificates certificates = of(request(Source.INTERNAL, "shop.example.com"));
        certificates.tick();
        assertThat(certificates.standings().getFirst().trouble())
                .startsWith(
                        "the root of the internal CA may not speak for shop.example.com; `redoubt cert root --new`");
        String root = certificates.newRoot();
        certificates.renew(List.of());
        assertThat(openssl(root, certificates.current("shop.example.com").orElseThrow()))
                .endsWith("OK");
    }

    /// An independent reader of name constraints and chains.
    private String openssl(String root, HeldCertificate held) throws Exception {
        Path rootFile = Files.writeString(directory.resolve("root.pem"), root);
        Path chain = Files.writeString(directory.resolve("chain.pem"), held.chain());
        Process process = new ProcessBuilder(
                        "openssl",
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslserver",
                        "-CAfile",
                        rootFile.toString(),
                        chain.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    @Test
    void files_are_taken_when_they_change_and_fit() throws Exception {
        try (CertificateForge forge = CertificateForge.at(Instant.now())) {
            Path chain = directory.resolve("chain.pem");
            Path key = directory.resolve("key.pem");
            Certificates certificates =
                    of(new CertificateRequest(List.of("old.example.com"), Source.FILES, chain, key));
            certificates.tick();
            assertThat(certificates.standings().getFirst().trouble())
                    .isEqualTo("nothing can be read from " + chain + "; give a readable file with a chain in PEM");

            IssuedCertificate one = forge.issue(forge.recipe().named("old.example.com"));
            put(one.chainFile(), chain);
            put(one.keyFile(), key);
            certificates.tick();
            certificates.tick();
            assertThat(certificates.standings().getFirst().trouble()).isNull();
            HeldCertificate first = certificates.current("old.example.com").orElseThrow();
            assertThat(leaf(first)).isEqualTo(one.leaf());
            assertThat(node.events()).containsExactly("certificate.failed", "certificate.issued", "certificate.taken");

            IssuedCertificate two =
                    forge.issue(forge.recipe().named("old.example.com").with(KeyKind.EC_P256));
            put(two.chainFile(), chain);
            certificates.tick();
            assertThat(certificates.standings().getFirst().trouble())
                    .startsWith("the files hold a certificate and the key of another;");
            assertThat(certificates.current("old.example.com")).contains(first);
            put(two.keyFile(), key);
            certificates.tick();
            assertThat(leaf(certificates.current("old.example.com").orElseThrow()))
                    .isEqualTo(two.leaf());

            put(
                    forge.issue(forge.recipe().named("other.example.com").with(KeyKind.EC_P256))
                            .chainFile(),
                    chain);
            certificates.tick();
            assertThat(certificates.standings().getFirst().trouble())
                    .startsWith("in the files, the certificate is for other.example.com;");
            assertThat(leaf(certificates.current("old.example.com").orElseThrow()))
                    .isEqualTo(two.leaf());
        }
    }

    @Test
    void authoritys_certificate_in_files_is_refused_with_a_mend_that_holds() throws Exception {
        Path chain = directory.resolve("chain.pem");
        Path key = directory.resolve("key.pem");
        Certificates certificates = of(new CertificateRequest(List.of("old.example.com"), Source.FILES, chain, key));
        selfSigned(chain, key);
        certificates.tick();
        assertThat(certificates.standings().getFirst().trouble())
                .isEqualTo("in the files, the certificate is that of an authority; write one that is not "
                        + "(openssl req: -addext basicConstraints=critical,CA:FALSE); they are looked at again");
        selfSigned(chain, key, "-addext", "basicConstraints=critical,CA:FALSE");
        certificates.tick();
        assertThat(certificates.standings().getFirst().trouble()).isNull();
    }

    private static void selfSigned(Path chain, Path key, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "ec"));
        command.addAll(List.of("-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=old.example.com"));
        command.addAll(List.of("-addext", "subjectAltName=DNS:old.example.com", "-days", "30"));
        command.addAll(List.of("-keyout", key.toString(), "-out", chain.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void root_of_no_certificate_is_not_made() {
        Certificates certificates = of(request(Source.ACME, "shop.example.com"));
        assertThatThrownBy(certificates::root)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("from the internal CA");
        assertThatThrownBy(certificates::newRoot).isInstanceOf(ProblemException.class);
        assertThat(node.events()).isEmpty();
    }

    private static void put(Path from, Path to) throws Exception {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void policy_that_only_verifies_renews_nothing() throws Exception {
        Certificates certificates = node.certificates(
                new TlsPolicy(
                        Mode.VERIFY,
                        TlsVersion.TLS_1_3,
                        List.of(),
                        List.of(request(Source.INTERNAL, "db.internal")),
                        Duration.ofDays(30)),
                Handover.NOBODY);
        certificates.tick();
        assertThat(certificates.current("db.internal")).isEmpty();
        assertThatThrownBy(() -> certificates.renew(List.of())).isInstanceOf(ProblemException.class);
    }

    @Test
    void nothing_is_ordered_before_the_terms_are_agreed_to() throws Exception {
        try (MisbehavingAuthority authority = new MisbehavingAuthority("shop.example.com")) {
            Certificates certificates = node.certificates(
                    policy(
                            new AcmePolicy(
                                    authority.directory(),
                                    null,
                                    Terms.NOT_AGREED,
                                    ChallengeKind.HTTP_01,
                                    null,
                                    authority.rootFile()),
                            request(Source.ACME, "shop.example.com")),
                    Handover.NOBODY);
            certificates.tick();
            assertThat(certificates.standings().getFirst().trouble())
                    .startsWith("the CA wants its terms agreed: https://localhost");
            assertThat(authority.orders.get()).isZero();
        }
    }

    @Test
    void names_that_no_entry_holds_are_told_by_their_digest() throws Exception {
        List<String> names = IntStream.range(0, 4_000)
                .mapToObj(i -> "shop-%d.example.com".formatted(i))
                .toList();
        Path missing = directory.resolve("missing.pem");
        of(new CertificateRequest(names, Source.FILES, missing, missing)).tick();
        assertThat(node.told()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("certificate.failed");
            assertThat(event.toJson()).hasSizeLessThanOrEqualTo(65_535);
            assertThat(event.details().members())
                    .containsKeys("names-digest", "why")
                    .doesNotContainKey("names");
        });
    }

    @Test
    void trouble_is_not_cut_within_a_character() {
        assertThat(new Trouble("x" + "\ud83d\ude00".repeat(300), "").what())
                .isEqualTo("x" + "\ud83d\ude00".repeat(199));
    }
}
