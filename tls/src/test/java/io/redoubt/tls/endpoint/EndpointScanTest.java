package io.redoubt.tls.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.ControlId;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.CipherSuite;
import io.redoubt.wire.Group;
import io.redoubt.wire.Handshake;
import io.redoubt.wire.HttpAnswer;
import io.redoubt.wire.TlsVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EndpointScanTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final ControlId ONE = new ControlId("tls.one");
    private static final ControlId OTHER = new ControlId("tls.other");

    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicInteger questions = new AtomicInteger();

    @Test
    void all_readers_share_one_question() throws Exception {
        Scans scans = scans(LONG, "192.0.2.1");
        released.countDown();
        assertThat(versions(scans, ONE)).isEqualTo(versions(scans, OTHER));
        assertThat(questions).hasValue(TlsVersion.values().length);
    }

    @Test
    void control_that_comes_back_begins_a_new_look() throws Exception {
        Scans scans = scans(LONG, "192.0.2.1");
        released.countDown();
        versions(scans, ONE);
        versions(scans, OTHER);
        versions(scans, ONE);
        assertThat(questions).hasValue(2 * TlsVersion.values().length);
    }

    @Test
    void silence_is_undetermined_when_the_time_is_over() throws Exception {
        long begin = System.nanoTime();
        assertThat(versions(scans(SHORT, "192.0.2.1"), ONE).notKnown())
                .isEqualTo("1.3, 1.2, 1.1, 1.0 and SSLv3 not known (no answer within 400 ms)");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT.multipliedBy(3));
    }

    @Test
    void reader_that_comes_after_the_end_waits_no_more() throws Exception {
        Scans scans = scans(SHORT, "192.0.2.1");
        versions(scans, ONE);
        long begin = System.nanoTime();
        assertThat(versions(scans, OTHER).notKnown()).contains("no answer within 400 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT);
    }

    @Test
    void interrupted_reader_leaves_and_the_others_get_their_answer() throws Exception {
        Scans scans = scans(LONG, "192.0.2.1");
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> leaving = readers.submit(() -> versions(scans, ONE));
            Future<ByVersion<TlsVersion>> staying = readers.submit(() -> versions(scans, OTHER));
            asked.await();
            leaving.cancel(true);
            released.countDown();
            assertThat(staying.get().accepted()).hasSize(TlsVersion.values().length);
        }
    }

    @Test
    void addresses_are_asked_side_by_side() throws Exception {
        // Four silent ones within one time-out, not after one another.
        long begin = System.nanoTime();
        Sighting<ByVersion<TlsVersion>> sighting = scans(SHORT, "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4")
                .of("host", 443, OptionalInt.empty(), ONE)
                .sight(AddressScan::versions);
        assertThat(sighting.seen()).hasSize(4);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT.multipliedBy(3));
    }

    @Test
    void fifth_address_is_named_and_both_families_are_asked() throws Exception {
        released.countDown();
        Sighting<ByVersion<TlsVersion>> sighting = scans(
                        LONG, "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "2001:db8::1")
                .of("host", 443, OptionalInt.empty(), ONE)
                .sight(AddressScan::versions);
        assertThat(sighting.seen())
                .extracting(Sighting.At::address)
                .containsExactly("192.0.2.1:443", "[2001:db8:0:0:0:0:0:1]:443", "192.0.2.2:443", "192.0.2.3:443");
        assertThat(sighting.leftOut()).containsExactly("192.0.2.4:443 not asked");
    }

    @Test
    void name_without_an_address_can_not_be_looked_at() {
        Scans scans = new Scans(
                host -> {
                    throw new UnknownHostException(host);
                },
                (_, _) -> new Gated(),
                LONG);
        assertThatThrownBy(() -> versions(scans, ONE))
                .isInstanceOf(CannotLookException.class)
                .hasMessage("host has no address");
    }

    @Test
    void resolver_that_hangs_ends_with_the_time() {
        Scans scans = new Scans(
                _ -> {
                    awaitRelease();
                    return List.of(InetAddress.getLoopbackAddress());
                },
                (_, _) -> new Gated(),
                SHORT);
        assertThatThrownBy(() -> versions(scans, ONE))
                .isInstanceOf(CannotLookException.class)
                .hasMessage("host was not resolved in time");
        released.countDown();
    }

    @Test
    void suites_of_a_refused_version_are_not_asked_for() throws Exception {
        AddressProbe refusing = new Gated() {
            @Override
            public Answer<TlsVersion> version(TlsVersion version) {
                return new Refused<>("alert protocol_version");
            }
        };
        Scans scans = new Scans(_ -> List.of(InetAddress.ofLiteral("192.0.2.1")), (_, _) -> refusing, LONG);
        Sighting<ByVersion<List<CipherSuite>>> sighting =
                scans.of("host", 443, OptionalInt.empty(), ONE).sight(AddressScan::suites);
        assertThat(sighting.seen().getFirst().what().refused()).hasSize(TlsVersion.values().length);
    }

    private static ByVersion<TlsVersion> versions(Scans scans, ControlId reader) throws Exception {
        return scans.of("host", 443, OptionalInt.empty(), reader)
                .sight(AddressScan::versions)
                .seen()
                .getFirst()
                .what();
    }

    private Scans scans(Duration timeout, String... addresses) {
        List<InetAddress> found =
                Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
        return new Scans(_ -> found, (_, _) -> new Gated(), timeout);
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /// Agrees to every version as soon as it is released; to nothing else, at once.
    private class Gated implements AddressProbe {

        @Override
        public Answer<TlsVersion> version(TlsVersion version) throws InterruptedException {
            questions.incrementAndGet();
            asked.countDown();
            released.await();
            return new Accepted<>(version);
        }

        @Override
        public Answer<List<CipherSuite>> suites(TlsVersion version) {
            throw new AssertionError("not to be asked");
        }

        @Override
        public Answer<List<Group>> groups(TlsVersion version) {
            throw new AssertionError("not to be asked");
        }

        @Override
        public Answer<Handshake> handshake() {
            throw new AssertionError("not to be asked");
        }

        @Override
        public Answer<HttpAnswer> page() {
            return new Undetermined<>(Answer.Obstacle.CLOSED, "closed");
        }

        @Override
        public Answer<HttpAnswer> plain(int port) {
            throw new AssertionError("not to be asked");
        }
    }
}
