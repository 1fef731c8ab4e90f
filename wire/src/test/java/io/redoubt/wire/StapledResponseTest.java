package io.redoubt.wire;

import static io.redoubt.wire.Loopback.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.CertificateRecipe.Issuer;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.NginxServer;
import io.redoubt.testkit.Revocation.Status;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StapledResponseTest {

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private final IssuedCertificate demanding = forge.issue(forge.recipe().mustStaple());

    @AfterEach
    void close() {
        forge.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void response_that_is_stapled_is_read(String version) throws Exception {
        byte[] response = forge.revocation(Issuer.INTERMEDIATE).ocspResponse(demanding.leaf(), Status.GOOD);
        Handshake handshake =
                handshake(version, "ssl_stapling on; ssl_stapling_file " + forge.write("staple.der", response) + ";");
        assertThat(handshake.completed()).isTrue();
        assertThat(handshake.stapled()).contains(Bytes.copyOf(response));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void certificate_is_shown_even_where_the_response_that_it_demands_is_missing(String version) throws Exception {
        Handshake handshake = handshake(version, "");
        assertThat(handshake.completed()).isTrue();
        assertThat(handshake.chain()).isEqualTo(demanding.chain());
        assertThat(handshake.stapled()).isEmpty();
    }

    private Handshake handshake(String version, String stapling) throws InterruptedException {
        try (NginxServer nginx = NginxServer.start(
                "server { listen <https> ssl; ssl_protocols %s; ssl_certificate %s; ssl_certificate_key %s; %s }"
                        .formatted(version, demanding.chainFile(), demanding.keyFile(), stapling))) {
            return accepted(Loopback.tls(nginx.port("https")).handshake());
        }
    }
}
