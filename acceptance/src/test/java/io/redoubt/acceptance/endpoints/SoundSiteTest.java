package io.redoubt.acceptance.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.NginxServer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SoundSiteTest {

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private final Redoubt redoubt = Redoubt.trusting(forge);

    @AfterEach
    void close() {
        forge.close();
    }

    @Test
    void sound_site_passes() {
        Found found = redoubt.check(Site.good(forge.issue(forge.recipe())));
        found.assertExactly(0, "");
        assertThat(found.report().get("summary").toString())
                .startsWith("{\"pass\":8,\"fail\":0,\"unknown\":0,\"notApplicable\":0,\"waived\":1,");
        assertThat(found.took()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void sound_site_without_a_policy_lacks_only_what_its_openssl_does() {
        try (NginxServer nginx =
                NginxServer.start(Site.good(forge.issue(forge.recipe())).text())) {
            redoubt.urls("https://localhost:" + nginx.port("https")).assertExactly(1, """
                    tls.key-exchange FAIL low: no post-quantum key exchange | nginx: ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1; (OpenSSL 3.5 or newer)
                    tls.http-redirect NOT_APPLICABLE no port for plain HTTP is known""");
        }
    }

    @Test
    void mend_of_the_report_is_that_of_the_worst_deviation() {
        Found found = redoubt.check(Site.good(forge.issue(forge.recipe())).with("ssl_protocols TLSv1.2 TLSv1.3;"));
        JsonNode verdict = found.report().get("verdicts").get(0);
        assertThat(verdict.get("control").stringValue()).isEqualTo("tls.minimum-version");
        assertThat(verdict.get("observed").stringValue()).isEqualTo("1.3 and 1.2 accepted; 1.1, 1.0, SSLv3 refused");
        assertThat(verdict.get("mend").stringValue())
                .isEqualTo("nginx: ssl_protocols TLSv1.3;\nnot yet? redoubt waive tls.minimum-version");
    }
}
