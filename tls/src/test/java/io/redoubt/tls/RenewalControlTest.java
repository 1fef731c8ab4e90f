package io.redoubt.tls;

import static io.redoubt.tls.CertificateCases.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RenewalControlTest {

    private static final CertificateForge FORGE = CertificateForge.at(NOW);

    @AfterAll
    static void close() {
        FORGE.close();
    }

    @Test
    void thirty_days_left_pass() throws Exception {
        assertThat(verdict(Duration.ofDays(-60), Duration.ofDays(30)))
                .isEqualTo("PASS  ends in 30 days, 2026-07-31 08:11 UTC");
    }

    @Test
    void twelve_days_left_fail() throws Exception {
        assertThat(verdict(Duration.ofDays(-78), Duration.ofDays(12))).isEqualTo("""
                        FAIL  high  certificate ends in 12 days
                        expected  30 days or more
                        observed  ends 2026-07-13 08:11 UTC
                        mend      certbot renew --cert-name shop.example.com""");
    }

    @Test
    void hours_left_are_counted_in_hours() throws Exception {
        assertThat(verdict(Duration.ofDays(-90), Duration.ofMinutes(119)))
                .startsWith("FAIL  high  certificate ends in one hour\n");
    }

    @Test
    void ended_certificate_fails() throws Exception {
        assertThat(verdict(Duration.ofDays(-90), Duration.ofDays(-1))).isEqualTo("""
                        FAIL  high  certificate ended one day ago
                        expected  30 days or more
                        observed  ended 2026-06-30 08:11 UTC
                        mend      certbot renew --cert-name shop.example.com""");
    }

    @Test
    void certificate_of_six_days_is_due_in_its_last_third() throws Exception {
        assertThat(verdict(Duration.ofDays(-3), Duration.ofDays(3))).startsWith("PASS");
        assertThat(verdict(Duration.ofDays(-5), Duration.ofDays(1))).startsWith("""
                        FAIL  high  certificate ends in one day
                        expected  2 days or more
                        """);
    }

    private static String verdict(Duration begin, Duration end) throws Exception {
        return CertificateCases.at(FORGE.rootFile(), "https://shop.example.com", "203.0.113.7")
                .verdict(
                        "tls.renewal",
                        FORGE.issue(FORGE.recipe().named("shop.example.com").valid(NOW.plus(begin), NOW.plus(end)))
                                .chain());
    }
}
