package io.redoubt.tls;

import static io.redoubt.tls.CertificateNode.acme;
import static io.redoubt.tls.CertificateNode.policy;
import static io.redoubt.tls.CertificateNode.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.tls.CertificateRequest.Source;
import io.redoubt.tls.MisbehavingAuthority.Fault;
import io.redoubt.tls.acme.ChallengeKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever an authority answers, the last valid certificate goes on, and the standing says why there is no new one.
class MisbehavingAuthorityTest {

    private static final String NAME = "shop.example.com";

    @TempDir
    Path directory;

    private MisbehavingAuthority authority;
    private CertificateNode node;
    private Certificates certificates;
    private HeldCertificate first;

    @BeforeEach
    void begin() throws Exception {
        authority = new MisbehavingAuthority(NAME);
        node = CertificateNode.on(directory);
        certificates = node.certificates(
                policy(
                        acme(authority.directory(), ChallengeKind.HTTP_01, null, authority.rootFile()),
                        request(Source.ACME, NAME)),
                Handover.NOBODY);
        certificates.tick();
        assertThat(standing().trouble()).isNull();
        first = certificates.current(NAME).orElseThrow();
    }

    @AfterEach
    void end() {
        node.close();
        authority.close();
    }

    private CertificateStanding standing() {
        return certificates.standings().getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OTHER_NAMES_IN_THE_ORDER | the CA made an order for other names (evil.example.com)
            GARBAGE                  | the CA's answer makes no sense (
            HUGE                     | the CA is not reached (the CA's answer is larger than 256 KiB)
            PLAIN_HTTP               | the CA is not reached (the CA leads to a URL that is not https)
            NEVER_ENDS               | the CA is not reached (the CA's answer does not end)
            OTHER_NAME               | what the CA issued is not what was asked for: the certificate is for evil.example.com
            MORE_NAMES               | what the CA issued is not what was asked for: the certificate is for shop.example.com
            OTHER_KEY                | what the CA issued is not what was asked for: the certificate is for another key
            ENDED                    | what the CA issued is not what was asked for: the certificate ended
            AUTHORITY                | what the CA issued is not what was asked for: the certificate is that of an authority
            LONG_CHAIN               | what the CA issued is not what was asked for: the chain has 31 certificates
            NO_CERTIFICATE           | what the CA issued is not what was asked for: the chain has 0 certificates
            ORDER_INVALID            | the CA refuses the order (it does not say why)
            """)
    void wrong_answer_is_refused_and_the_certificate_before_goes_on(Fault fault, String trouble) throws Exception {
        authority.fault = fault;
        assertThat(certificates.renew(List.of(NAME)).getFirst().trouble()).startsWith(trouble);
        assertThat(certificates.current(NAME)).contains(first);
        assertThat(node.events()).containsExactly("certificate.issued", "certificate.taken", "certificate.failed");

        authority.fault = Fault.NONE;
        assertThat(certificates.renew(List.of(NAME)).getFirst().trouble()).isNull();
        assertThat(certificates.current(NAME).orElseThrow()).isNotEqualTo(first);
    }

    @Test
    void retry_after_is_obeyed_even_when_the_operator_asks() throws Exception {
        authority.fault = Fault.RATE_LIMIT;
        certificates.renew(List.of());
        assertThat(standing().trouble())
                .isEqualTo("the CA's rate limit is reached (rateLimited: too many ?[2J);"
                        + " nothing: it is tried again when the CA allows it");
        int asked = authority.orders.get();
        node.clock.move(Duration.ofMinutes(90));
        certificates.renew(List.of());
        assertThat(authority.orders.get()).isEqualTo(asked);
        authority.fault = Fault.NONE;
        node.clock.move(Duration.ofMinutes(40));
        certificates.renew(List.of());
        assertThat(standing().trouble()).isNull();
    }

    @Test
    void authority_that_is_slow_is_asked_again_when_it_wants_to_be() throws Exception {
        authority.fault = Fault.SLOW;
        authority.polls.clear();
        assertThat(certificates.renew(List.of()).getFirst().trouble()).isNull();
        assertThat(certificates.current(NAME)).isNotEqualTo(Optional.of(first));
        assertThat(Duration.between(authority.polls.get(0), authority.polls.get(1)))
                .isGreaterThan(MisbehavingAuthority.RETRY_AFTER.minusSeconds(1));
    }

    @Test
    void tries_are_counted_over_restarts_and_bounded() throws Exception {
        authority.fault = Fault.GARBAGE;
        for (int i = 0; i < 30; i++) {
            certificates.renew(List.of());
            node.clock.move(Duration.ofMinutes(1));
        }
        assertThat(authority.orders.get()).isEqualTo(12);
        certificates = node.certificates(
                policy(
                        acme(authority.directory(), ChallengeKind.HTTP_01, null, authority.rootFile()),
                        request(Source.ACME, NAME)),
                Handover.NOBODY);
        certificates.renew(List.of());
        assertThat(authority.orders.get()).isEqualTo(12);
    }

    @Test
    void clock_that_jumps_ahead_and_back_loses_nothing() throws Exception {
        node.clock.move(Duration.ofDays(365));
        certificates.tick();
        assertThat(standing().trouble())
                .startsWith("what the CA issued is not what was asked for: the certificate ended");
        assertThat(certificates.current(NAME)).contains(first);
        node.clock.move(Duration.ofDays(-365));
        assertThat(standing().renewAt()).isBefore(node.clock.instant().plus(Duration.ofDays(91)));
        certificates.renew(List.of());
        assertThat(standing().trouble()).isNull();
        HeldCertificate second = certificates.current(NAME).orElseThrow();
        node.clock.move(Duration.ofDays(-365));
        certificates.tick();
        assertThat(certificates.current(NAME)).contains(second);
    }

    @Test
    void window_of_the_authority_is_kept_to() throws Exception {
        Instant now = node.clock.instant().truncatedTo(ChronoUnit.SECONDS);
        authority.window = "{\"suggestedWindow\":{\"start\":\"%s\",\"end\":\"%s\"}}"
                .formatted(now.plus(Duration.ofDays(2)), now.plus(Duration.ofDays(3)));
        node.clock.move(Duration.ofHours(7));
        certificates.tick();
        assertThat(standing().renewAt()).isBetween(now.plus(Duration.ofDays(2)), now.plus(Duration.ofDays(3)));
        assertThat(certificates.current(NAME)).contains(first);
        node.clock.move(Duration.ofDays(3));
        certificates.tick();
        assertThat(certificates.current(NAME).orElseThrow()).isNotEqualTo(first);
    }
}
