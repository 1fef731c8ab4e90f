package io.redoubt.tls.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.ProblemException;
import io.redoubt.testkit.CertificateForge;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {

    private static final Path SYSTEM = Path.of("/etc/ssl/certs/ca-certificates.crt");

    @Test
    void every_root_of_the_system_is_found_by_its_name() throws Exception {
        Collection<? extends Certificate> roots;
        try (InputStream in = Files.newInputStream(SYSTEM)) {
            roots = CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
        Trust trust = Trust.system(List.of());
        assertThat(roots).hasSizeGreaterThan(50).allMatch(root -> trust.holds((X509Certificate) root));
    }

    @Test
    void given_root_is_trusted_beside_the_system() {
        try (CertificateForge forge = CertificateForge.at(Instant.parse("2026-07-01T00:00:00Z"))) {
            assertThat(Trust.system(List.of(forge.rootFile())).anchorsOf(List.of(forge.intermediate())))
                    .extracting(anchor -> anchor.getTrustedCert())
                    .containsExactly(forge.root());
            assertThat(Trust.system(List.of()).anchorsOf(List.of(forge.intermediate())))
                    .isEmpty();
        }
    }

    @Test
    void file_that_is_missing_or_holds_no_root_is_a_problem(@TempDir Path directory) throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing\n");
        Path cut = Files.writeString(
                directory.resolve("cut.pem"), "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n");
        Path missing = directory.resolve("missing.pem");
        assertThatThrownBy(() -> Trust.system(List.of(empty, cut, missing)))
                .isInstanceOf(ProblemException.class)
                .hasMessage("""
                        %s holds no certificate; give roots in PEM
                        can't read roots from %s; give a readable file with roots in PEM
                        can't read roots from %s; give a readable file with roots in PEM""".formatted(
                        empty, cut, missing));
    }
}
