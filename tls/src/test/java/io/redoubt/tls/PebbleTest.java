package io.redoubt.tls;

import static io.redoubt.tls.CertificateNode.acme;
import static io.redoubt.tls.CertificateNode.leaf;
import static io.redoubt.tls.CertificateNode.policy;
import static io.redoubt.tls.CertificateNode.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.ProblemException;
import io.redoubt.testkit.PebbleServer;
import io.redoubt.tls.CertificateRequest.Source;
import io.redoubt.tls.Handover.Sight;
import io.redoubt.tls.acme.ChallengeKind;
import io.redoubt.tls.certificate.ServerNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A real ACME server, strict, which throws away half of all nonces and looks at every challenge itself.
class PebbleTest {

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static PebbleServer pebble;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        pebble = PebbleServer.start(LIFE);
    }

    @AfterAll
    static void stop() {
        pebble.close();
    }

    private static AcmePolicy by(PebbleServer server, ChallengeKind kind) {
        return acme(
                server.directory(), kind, kind == ChallengeKind.DNS_01 ? server.dnsHook() : null, server.rootFile());
    }

    private static AutoCloseable answering(PebbleServer server, Certificates certificates) throws IOException {
        AutoCloseable http =
                certificates.answerHttp(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.httpPort()));
        AlpnResponder tls = new AlpnResponder(
                server.tlsPort(), () -> certificates.challenges().alpn());
        return () -> {
            http.close();
            tls.close();
        };
    }

    private static String name(ChallengeKind kind) {
        return kind == ChallengeKind.DNS_01 ? "*.wild.example.com" : kind.text() + ".example.com";
    }

    @ParameterizedTest
    @EnumSource
    void certificate_is_issued_and_renewed_when_it_is_due(ChallengeKind kind) throws Exception {
        List<HeldCertificate> handed = new ArrayList<>();
        try (CertificateNode node = CertificateNode.on(directory)) {
            Certificates certificates = node.certificates(
                    policy(
                            by(pebble, kind),
                            request(
                                    Source.ACME,
                                    name(kind),
                                    "more." + name(kind).replace("*.", ""))),
                    candidate -> {
                        handed.add(candidate);
                        return new Sight.Shown();
                    });
            try (AutoCloseable _ = answering(pebble, certificates)) {
                certificates.tick();
                assertThat(certificates.standings().getFirst().trouble()).isNull();
                HeldCertificate first = certificates.current(name(kind)).orElseThrow();
                assertThat(ServerNames.of(leaf(first)).dns())
                        .containsExactlyInAnyOrder(
                                name(kind), "more." + name(kind).replace("*.", ""));
                certificates.tick();
                assertThat(node.events()).containsExactly("certificate.issued", "certificate.taken");

                node.clock.move(LIFE.multipliedBy(3).dividedBy(4));
                certificates.tick();
                assertThat(certificates.standings().getFirst().trouble()).isNull();
                HeldCertificate second = certificates.current(name(kind)).orElseThrow();
                assertThat(leaf(second).getPublicKey()).isNotEqualTo(leaf(first).getPublicKey());
                assertThat(handed).containsExactly(first, second);
                assertThat(certificates.challenges().toString()).isEqualTo("0 tokens, 0 certificates");
            }
        }
    }

    @Test
    void two_nodes_at_once_issue_once() throws Exception {
        try (CertificateNode node = CertificateNode.on(directory)) {
            TlsPolicy policy = policy(by(pebble, ChallengeKind.HTTP_01), request(Source.ACME, "two.example.com"));
            Set<String> both = Set.of("web-1", "web-2");
            Certificates one = node.certificates(policy, Handover.NOBODY, "web-1", both);
            Certificates two = node.certificates(policy, Handover.NOBODY, "web-2", both);
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch done = new CountDownLatch(2);
            // The port is that of one; whoever orders, both have to know the answer before.
            try (AutoCloseable _ = answering(pebble, one)) {
                for (Certificates each : List.of(one, two)) {
                    Thread.ofVirtual().start(() -> {
                        try {
                            each.tick();
                        } catch (Throwable failure) {
                            failures.add(failure);
                        } finally {
                            done.countDown();
                        }
                    });
                }
                while (done.getCount() > 0) {
                    one.refreshChallenges();
                    two.refreshChallenges();
                    Thread.onSpinWait();
                }
                one.tick();
                two.tick();
            }
            assertThat(failures).isEmpty();
            assertThat(one.standings().getFirst().trouble()).isNull();
            assertThat(node.events()).containsExactly("certificate.issued", "certificate.taken");
        }
    }

    @Test
    void challenge_that_another_node_does_not_answer_yet_is_not_put_to_the_test() throws Exception {
        try (CertificateNode node = CertificateNode.on(directory)) {
            Certificates certificates = node.certificates(
                    policy(by(pebble, ChallengeKind.HTTP_01), request(Source.ACME, "late.example.com")),
                    Handover.NOBODY,
                    "web-1",
                    Set.of("web-1", "web-2"));
            certificates.tick();
            assertThat(certificates.standings().getFirst().trouble())
                    .isEqualTo("the challenge is not answered yet by web-2;"
                            + " see that Redoubt works there, or take the node away");
        }
    }

    /// As one does that was suspended in the midst of an order.
    @Test
    void what_a_node_gets_that_lost_the_lease_meanwhile_is_not_kept() throws Exception {
        try (CertificateNode node = CertificateNode.on(directory)) {
            AtomicBoolean lost = new AtomicBoolean();
            Certificates certificates = node.certificates(
                    policy(by(pebble, ChallengeKind.HTTP_01), request(Source.ACME, "fenced.example.com")),
                    Handover.NOBODY,
                    "web-1",
                    () -> {
                        if (!lost.getAndSet(true)) {
                            node.clock.move(LeaseHold.TERM.plusSeconds(1));
                            assertThat(LeaseHold.acquire(node.store, "web-2", node.clock))
                                    .isPresent();
                        }
                        return Set.of("web-1");
                    });
            try (AutoCloseable _ = answering(pebble, certificates)) {
                certificates.tick();
            }
            assertThat(lost).isTrue();
            assertThat(certificates.current("fenced.example.com")).isEmpty();
            assertThat(node.events()).isEmpty();
        }
    }

    @Test
    void authority_that_is_down_costs_nothing_but_a_new_certificate() throws Exception {
        try (PebbleServer own = PebbleServer.start(LIFE);
                CertificateNode node = CertificateNode.on(directory)) {
            Certificates certificates = node.certificates(
                    policy(by(own, ChallengeKind.HTTP_01), request(Source.ACME, "down.example.com")), Handover.NOBODY);
            try (AutoCloseable _ = answering(own, certificates)) {
                certificates.tick();
            }
            HeldCertificate first = certificates.current("down.example.com").orElseThrow();
            own.stop();
            node.clock.move(LIFE.multipliedBy(3).dividedBy(4));
            certificates.tick();
            CertificateStanding standing = certificates.standings().getFirst();
            assertThat(standing.trouble()).startsWith("the CA is not reached (");
            assertThat(standing.renewAt()).isAfter(node.clock.instant().plusSeconds(200));
            certificates.tick();
            assertThat(node.events()).containsExactly("certificate.issued", "certificate.taken", "certificate.failed");
            node.clock.move(LIFE);
            certificates.tick();
            assertThat(certificates.current("down.example.com")).contains(first);
        }
    }

    @Test
    void certificate_that_clients_do_not_see_is_not_taken() throws Exception {
        AtomicReference<Sight> sight = new AtomicReference<>(new Sight.Shown());
        try (CertificateNode node = CertificateNode.on(directory)) {
            Certificates certificates = node.certificates(
                    policy(by(pebble, ChallengeKind.HTTP_01), request(Source.ACME, "probe.example.com")),
                    _ -> sight.get());
            try (AutoCloseable _ = answering(pebble, certificates)) {
                certificates.tick();
                HeldCertificate first =
                        certificates.current("probe.example.com").orElseThrow();
                sight.set(new Sight.Other("a client sees the one before"));
                CertificateStanding standing =
                        certificates.renew(List.of("probe.example.com")).getFirst();
                assertThat(standing.trouble())
                        .isEqualTo("a new certificate was got and not taken: a client sees the one before;"
                                + " nothing: the one before goes on, and another is got later");
                certificates.tick();
                assertThat(certificates.current("probe.example.com")).contains(first);
                sight.set(new Sight.Shown());
                assertThat(certificates.renew(List.of()).getFirst().trouble()).isNull();
                assertThat(certificates.current("probe.example.com")).isNotEqualTo(Optional.of(first));
            }
            assertThatThrownBy(() -> certificates.renew(List.of("other.example.com")))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("is in no certificate");
        }
    }

    @Test
    void certificate_at_which_nobody_can_look_is_kept_and_tried_again_before_another_is_ordered() throws Exception {
        AtomicReference<Sight> sight = new AtomicReference<>(new Sight.Shown());
        try (CertificateNode node = CertificateNode.on(directory)) {
            Certificates certificates = node.certificates(
                    policy(by(pebble, ChallengeKind.HTTP_01), request(Source.ACME, "unseen.example.com")),
                    _ -> sight.get());
            try (AutoCloseable _ = answering(pebble, certificates)) {
                certificates.tick();
                HeldCertificate first =
                        certificates.current("unseen.example.com").orElseThrow();
                sight.set(new Sight.Unseen("the edge did not answer within 10 s"));
                for (int i = 0; i < 3; i++) {
                    assertThat(certificates.renew(List.of()).getFirst().trouble())
                            .isEqualTo("a new certificate was got, and whether clients see it is not known:"
                                    + " the edge did not answer within 10 s;"
                                    + " nothing: the one before goes on, and it is tried again");
                }
                assertThat(certificates.current("unseen.example.com")).contains(first);
                sight.set(new Sight.Shown());
                certificates.tick();
                assertThat(certificates.standings().getFirst().trouble()).isNull();
                assertThat(certificates.current("unseen.example.com")).isNotEqualTo(Optional.of(first));
            }
            assertThat(node.events())
                    .containsExactly(
                            "certificate.issued", "certificate.taken", "certificate.issued", "certificate.taken");
        }
    }

    @ParameterizedTest
    @EnumSource
    void killed_process_is_followed_by_one_that_goes_on_where_it_was(KilledRenewer.Moment moment) throws Exception {
        String name = "killed-" + moment.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".example.com";
        TlsPolicy policy = policy(by(pebble, ChallengeKind.HTTP_01), request(Source.ACME, name));
        HeldCertificate first;
        try (CertificateNode node = CertificateNode.on(directory)) {
            Certificates certificates = node.certificates(policy, Handover.NOBODY);
            try (AutoCloseable _ = answering(pebble, certificates)) {
                certificates.tick();
                first = certificates.current(name).orElseThrow();
            }
        }
        KilledRenewer.run(directory, pebble, name, moment);
        try (CertificateNode node = CertificateNode.on(directory)) {
            Certificates certificates = node.certificates(policy, Handover.NOBODY);
            assertThat(certificates.current(name)).contains(first);
            node.clock.move(LeaseHold.TERM.plusSeconds(1));
            try (AutoCloseable _ = answering(pebble, certificates)) {
                certificates.renew(List.of(name));
            }
            assertThat(certificates.standings().getFirst().trouble()).isNull();
            HeldCertificate next = certificates.current(name).orElseThrow();
            assertThat(next).isNotEqualTo(first);
            assertThat(node.events().stream().filter("certificate.taken"::equals))
                    .hasSize(moment.taken());
        }
    }
}
