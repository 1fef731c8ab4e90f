package io.redoubt.tls;

import static io.redoubt.tls.CertificateCases.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.wire.Answer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
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

    private static final String DOWN =
            "the CA is not reached (Connection refused); see that tls.acme.directory is reached from here";

    private static CertificateCases renewedWith(String... names) {
        return CertificateCases.at(FORGE.rootFile(), "https://shop.example.com", "203.0.113.7")
                .renewedBy(
                        new CertificateStanding(List.of(names), CertificateRequest.Source.ACME, NOW, NOW, NOW, DOWN));
    }

    private static List<X509Certificate> lasting(int days) {
        return FORGE.issue(FORGE.recipe()
                        .named("shop.example.com")
                        .valid(NOW.minus(Duration.ofDays(90 - days)), NOW.plus(Duration.ofDays(days))))
                .chain();
    }

    @Test
    void what_keeps_redoubt_from_renewing_is_the_mend_where_it_is_due() throws Exception {
        assertThat(renewedWith("shop.example.com").verdict("tls.renewal", lasting(12)))
                .startsWith("FAIL  high  certificate ends in 12 days")
                .endsWith("mend      Redoubt can't renew it: " + DOWN);
        assertThat(renewedWith("*.example.com").verdict("tls.renewal", lasting(12)))
                .endsWith(DOWN);
        assertThat(renewedWith("other.example.com").verdict("tls.renewal", lasting(12)))
                .endsWith("certbot renew --cert-name shop.example.com");
    }

    @Test
    void what_keeps_redoubt_from_renewing_is_told_while_there_is_time_too() throws Exception {
        assertThat(renewedWith("shop.example.com").verdict("tls.renewal", lasting(60)))
                .isEqualTo("PASS  ends in 60 days, 2026-08-30 08:11 UTC; Redoubt can't renew it: " + DOWN);
    }

    @Test
    void endpoint_that_has_no_certificate_yet_is_unknown_and_the_mend_says_why() throws Exception {
        ScriptedAddress closed = new ScriptedAddress();
        closed.handshake = new Answer.Refused<>("unrecognized_name");
        assertThat(renewedWith("shop.example.com").verdict("tls.renewal", closed))
                .isEqualTo("""
                        UNKNOWN  the handshake is refused (unrecognized_name)
                        mend      Redoubt can't renew it: %s""".formatted(DOWN));
    }

    private static String verdict(Duration begin, Duration end) throws Exception {
        return CertificateCases.at(FORGE.rootFile(), "https://shop.example.com", "203.0.113.7")
                .verdict(
                        "tls.renewal",
                        FORGE.issue(FORGE.recipe().named("shop.example.com").valid(NOW.plus(begin), NOW.plus(end)))
                                .chain());
    }
}
