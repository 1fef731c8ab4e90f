package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

    @TempDir
    private Path directory;

    @Test
    void appended_event_is_read_back_and_covered_by_a_signed_checkpoint() {
        Fixture fixture = new Fixture(directory);
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.checkpoint().size()).isZero();
            assertThat(ledger.append(Fixture.event(0))).isZero();
            assertThat(ledger.append(Fixture.events(1, 4))).isEqualTo(1);
            assertThat(ledger.read(2).orElseThrow().event()).isEqualTo(Fixture.event(2));
            assertThat(ledger.read(4)).isEmpty();
            assertThat(ledger.checkpoint().size()).isEqualTo(4);
            assertThat(ledger.checkpoint().isSignedBy(ledger.key())).isTrue();
        }
    }

    @Test
    void reopened_stream_goes_on_where_it_ended_across_segments() {
        Fixture fixture = Fixture.filled(directory, 100);
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.cut()).isEmpty();
            assertThat(ledger.append(Fixture.event(100))).isEqualTo(100);
            assertThat(ledger.read(0, 1_000).stream().map(Entry::event)).isEqualTo(Fixture.events(0, 101));
            assertThat(ledger.read(57, 3).stream().map(Entry::index)).containsExactly(57L, 58L, 59L);
        }
        assertThat(fixture.audit().intact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callers_side_by_side_each_get_their_own_index(boolean virtual) throws InterruptedException {
        Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
        Map<Long, Event> acknowledged = new ConcurrentHashMap<>();
        try (Ledger ledger = new Fixture(directory).open()) {
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < 64; caller++) {
                int number = caller;
                callers.add(builder.start(() -> {
                    for (int i = 0; i < 20; i++) {
                        Event event = Fixture.event(number * 20 + i);
                        acknowledged.put(ledger.append(event), event);
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(acknowledged).hasSize(64 * 20);
            acknowledged.forEach((index, event) ->
                    assertThat(ledger.read(index).map(Entry::event)).contains(event));
        }
    }

    /// A platform thread that is alone commits itself; a virtual one does not.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interrupted_caller_still_learns_its_index_and_harms_no_one(boolean virtual) throws InterruptedException {
        Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
        try (Ledger ledger = new Fixture(directory).open()) {
            List<Object> outcome = new ArrayList<>();
            Thread caller = builder.start(() -> {
                Thread.currentThread().interrupt();
                outcome.add(ledger.append(Fixture.event(0)));
                outcome.add(ledger.read(0).orElseThrow().event());
                outcome.add(Thread.currentThread().isInterrupted());
            });
            caller.join();
            assertThat(outcome).containsExactly(0L, Fixture.event(0), true);
            assertThat(ledger.append(Fixture.event(1))).isEqualTo(1);
        }
    }

    @Test
    void caller_interrupted_while_it_commits_harms_no_one() throws InterruptedException {
        try (Ledger ledger = new Fixture(directory).open()) {
            List<Long> indexes = new ArrayList<>();
            Thread caller = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 200; i++) {
                    indexes.add(ledger.append(Fixture.event(i)));
                }
            });
            while (caller.isAlive()) {
                caller.interrupt();
                Thread.onSpinWait();
            }
            caller.join();
            assertThat(indexes).isEqualTo(LongStream.range(0, 200).boxed().toList());
            assertThat(ledger.verify(List.of()).intact()).isTrue();
        }
    }

    @Test
    void ledger_that_is_closed_under_its_callers_has_what_it_acknowledged() throws InterruptedException {
        Fixture fixture = new Fixture(directory);
        Ledger ledger = fixture.open();
        CountDownLatch under = new CountDownLatch(3);
        LongAdder acknowledged = new LongAdder();
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < 3; caller++) {
            callers.add(Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        ledger.append(Fixture.event(0));
                        acknowledged.increment();
                        under.countDown();
                    }
                } catch (LedgerException.Closed _) {
                    // As it was told to.
                }
            }));
        }
        under.await();
        ledger.close();
        for (Thread caller : callers) {
            caller.join();
        }
        Audit audit = fixture.audit();
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.size()).isEqualTo(acknowledged.sum());
    }

    @Test
    void entry_of_65535_bytes_is_taken_and_a_larger_one_refused() {
        try (Ledger ledger = new Fixture(directory).open()) {
            int around = large(0).toJson().length;
            ledger.append(large(65_535 - around));
            assertThatThrownBy(() -> ledger.append(large(65_536 - around)))
                    .isInstanceOf(LedgerException.Refused.class)
                    .hasMessageContaining("at most 65535 bytes, this one has 65536");
            assertThat(ledger.checkpoint().size()).isEqualTo(1);
            assertThat(ledger.verify(List.of()).intact()).isTrue();
        }
    }

    private static Event large(int bytes) {
        return large("evt_large", bytes);
    }

    private static Event large(String id, int bytes) {
        return new Event(
                id, Instant.EPOCH, "test", "user:kim", "thing:1", Map.of("filler", Json.of("x".repeat(bytes))));
    }

    @Test
    void second_opening_is_refused_while_the_first_lasts() {
        Fixture fixture = new Fixture(directory);
        try (Ledger first = fixture.open()) {
            assertThatThrownBy(fixture::open).isInstanceOf(LedgerException.InUse.class);
            first.append(Fixture.event(0));
        }
        fixture.open().close();
    }

    @Test
    void closed_ledger_says_so() {
        Ledger ledger = new Fixture(directory).open();
        ledger.close();
        assertThatThrownBy(() -> ledger.append(Fixture.event(0))).isInstanceOf(LedgerException.Closed.class);
    }

    @Test
    void signer_that_fails_acknowledges_nothing_and_service_returns() {
        boolean[] broken = {false};
        Signer signer = new Signer() {
            @Override
            public byte[] publicKey() {
                return TestKey.PUBLIC;
            }

            @Override
            public byte[] sign(byte[] message) {
                if (broken[0]) {
                    throw new IllegalStateException("the token is not there");
                }
                return TestKey.SIGNER.sign(message);
            }
        };
        try (Ledger ledger = new Fixture(directory).open(Fixture.OPTIONS, signer)) {
            ledger.append(Fixture.event(0));
            broken[0] = true;
            assertThatThrownBy(() -> ledger.append(Fixture.event(1)))
                    .isInstanceOf(LedgerException.Unavailable.class)
                    .hasMessageContaining("the token is not there");
            broken[0] = false;
            assertThat(ledger.append(Fixture.event(2))).isEqualTo(1);
        }
    }

    @Test
    void new_key_goes_on_when_the_former_one_is_named() {
        Fixture fixture = Fixture.filled(directory, 3);
        assertThatThrownBy(() -> fixture.open(Fixture.OPTIONS, TestKey.OTHER))
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("not signed by a known key");
        try (Ledger ledger = fixture.open(Fixture.OPTIONS.withFormerKeys(List.of(Fixture.KEY)), TestKey.OTHER)) {
            assertThat(ledger.append(Fixture.event(3))).isEqualTo(3);
            assertThat(ledger.verify(List.of()).intact()).isTrue();
        }
    }

    @Test
    void idle_stream_beats_once_per_interval() {
        Fixture fixture = new Fixture(directory);
        try (Ledger ledger = fixture.open()) {
            ledger.append(Fixture.event(0));
            fixture.pass(Duration.ofMinutes(9));
            assertThat(ledger.heartbeat().size()).isEqualTo(1);
            fixture.pass(Duration.ofMinutes(1));
            assertThat(ledger.heartbeat().size()).isEqualTo(2);
            assertThat(ledger.heartbeat().size()).isEqualTo(2);
            Event beat = ledger.read(1).orElseThrow().event();
            assertThat(beat.type()).isEqualTo("ledger.heartbeat");
            assertThat(beat.at()).isEqualTo(fixture.now);
        }
    }

    @Test
    void event_of_the_ledgers_own_is_refused_from_others() {
        try (Ledger ledger = new Fixture(directory).open()) {
            Event forged = new Event("x", Instant.EPOCH, "ledger.retained", "user:eve", "ledger:x", Map.of());
            assertThatThrownBy(() -> ledger.append(forged)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void dropped_segments_leave_every_proof_whole() {
        Fixture fixture = Fixture.filled(directory, 100);
        Checkpoint before;
        long first;
        try (Ledger ledger = fixture.open()) {
            before = ledger.checkpoint();
            first = ledger.dropBefore(Fixture.event(60).at());
            assertThat(first).isBetween(30L, 60L);
            assertThat(ledger.first()).isEqualTo(first);
            assertThat(ledger.read(first - 1)).isEmpty();
            assertThat(ledger.read(0, 5).getFirst().index()).isEqualTo(first);
            assertThat(ledger.read(first).orElseThrow().event()).isEqualTo(Fixture.event((int) first));

            Checkpoint now = ledger.checkpoint();
            Hash dropped = ProofVerifier.leaf(Fixture.event(3).toJson());
            assertThat(ProofVerifier.verify(ledger.proveInclusion(3, now.size()), dropped, now.root()))
                    .isTrue();
            assertThat(ProofVerifier.verify(
                            ledger.proveConsistency(before.size(), now.size()), before.root(), now.root()))
                    .isTrue();
        }
        Audit audit = fixture.audit(before);
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.first()).isEqualTo(first);
    }

    @Test
    void lost_tree_files_are_made_anew() throws Exception {
        Fixture fixture = Fixture.filled(directory, 100);
        for (String name : List.of("0", "1")) {
            Files.deleteIfExists(fixture.stream().resolve("tree").resolve(name));
        }
        try (Ledger ledger = fixture.open()) {
            Checkpoint newest = ledger.checkpoint();
            Hash leaf = ProofVerifier.leaf(Fixture.event(42).toJson());
            assertThat(ProofVerifier.verify(ledger.proveInclusion(42, newest.size()), leaf, newest.root()))
                    .isTrue();
        }
        assertThat(fixture.audit().intact()).isTrue();
    }

    @Test
    void node_records_the_checkpoint_of_another() {
        Checkpoint other;
        try (Ledger ledger = new Fixture(directory.resolve("other")).open()) {
            ledger.append(Fixture.events(0, 5));
            other = ledger.checkpoint();
        }
        try (Ledger ledger = new Fixture(directory.resolve("this")).open()) {
            long index = ledger.append(PeerCheckpoint.event(other, Fixture.KEY, Instant.EPOCH, "node:web-2"));
            Event event = ledger.read(index).orElseThrow().event();
            assertThat(PeerCheckpoint.of(event)).contains(other);
            assertThat(PeerCheckpoint.of(Fixture.event(0))).isEmpty();
        }
        assertThat(new Fixture(directory.resolve("other")).audit(other).tail()).isEqualTo(new Audit.Tail.Proven());
    }

    @Test
    void erased_payload_leaves_the_commitment_and_its_proof() {
        byte[] personal = "kim@example.com".getBytes(StandardCharsets.UTF_8);
        Payloads payloads = new MapPayloads();
        try (Ledger ledger = new Fixture(directory).open()) {
            Commitment.Opening opening = Commitment.Opening.of(personal, new SecureRandom());
            Commitment commitment = opening.commitment();
            payloads.save(commitment, opening);
            ledger.append(new Event(
                    "evt_1", Instant.EPOCH, "login", "user:1", "service:shop", Map.of("mail", commitment.json())));

            Commitment read = Commitment.of(ledger.read(0)
                            .orElseThrow()
                            .event()
                            .details()
                            .members()
                            .get("mail"))
                    .orElseThrow();
            assertThat(read.isOpenedBy(payloads.find(read).orElseThrow())).isTrue();
            assertThat(read.isOpenedBy(Commitment.Opening.of(personal, new SecureRandom())))
                    .isFalse();

            payloads.erase(read);
            assertThat(payloads.find(read)).isEmpty();
            assertThat(ledger.verify(List.of()).intact()).isTrue();
        }
    }

    private static final class MapPayloads implements Payloads {
        private final Map<Commitment, Commitment.Opening> openings = new HashMap<>();

        @Override
        public void save(Commitment commitment, Commitment.Opening opening) {
            openings.put(commitment, opening);
        }

        @Override
        public Optional<Commitment.Opening> find(Commitment commitment) {
            return Optional.ofNullable(openings.get(commitment));
        }

        @Override
        public void erase(Commitment commitment) {
            openings.remove(commitment);
        }
    }

    @Test
    void outbox_is_drained_once_whatever_crashes_in_between() {
        ListOutbox outbox = new ListOutbox();
        try (Ledger ledger = new Fixture(directory).open()) {
            outbox.events.addAll(Fixture.events(0, 600));
            assertThat(new OutboxDrain(ledger, outbox).drain()).isEqualTo(600);
            assertThat(outbox.events).isEmpty();

            outbox.events.addAll(Fixture.events(600, 610));
            outbox.failing = true;
            OutboxDrain crashing = new OutboxDrain(ledger, outbox);
            assertThatThrownBy(crashing::drain).hasMessage("the database is gone");
            ledger.append(Fixture.event(9_999));
            outbox.failing = false;

            // The same process tries again, and so does one that began after a crash.
            outbox.events.add(Fixture.event(610));
            assertThat(crashing.drain()).isEqualTo(1);
            outbox.events.addAll(Fixture.events(605, 611));
            outbox.drainedTo = 600;
            assertThat(new OutboxDrain(ledger, outbox).drain()).isZero();

            Set<String> ids = new HashSet<>();
            ledger.read(0, 10_000)
                    .forEach(entry -> assertThat(ids.add(entry.event().id())).isTrue());
            assertThat(ids).hasSize(612);
        }
    }

    @Test
    void outbox_of_more_than_one_commit_takes_is_drained_in_parts() {
        ListOutbox outbox = new ListOutbox();
        for (int i = 0; i < 256; i++) {
            outbox.events.add(large("evt_" + i, 20_000));
        }
        List<Event> all = List.copyOf(outbox.events);
        try (Ledger ledger = new Fixture(directory).open()) {
            assertThat(new OutboxDrain(ledger, outbox).drain()).isEqualTo(256);
            assertThat(outbox.events).isEmpty();
            assertThat(ledger.read(0, 1_000)).extracting(Entry::event).containsExactlyElementsOf(all);
        }
    }

    /// The disk is full from the second part of three on, and has space again.
    @Test
    void outbox_whose_second_part_failed_is_drained_once() {
        ListOutbox outbox = new ListOutbox();
        for (int i = 0; i < 256; i++) {
            outbox.events.add(large("evt_" + i, 40_000));
        }
        List<Event> all = List.copyOf(outbox.events);
        int[] signatures = {0};
        Signer failing = new Signer() {
            @Override
            public byte[] publicKey() {
                return TestKey.PUBLIC;
            }

            @Override
            public byte[] sign(byte[] message) {
                signatures[0]++;
                if (signatures[0] == 3) {
                    throw new IllegalStateException("the signer is away");
                }
                return TestKey.SIGNER.sign(message);
            }
        };
        LedgerOptions one = LedgerOptions.named("example.com/shop/web-1");
        try (Ledger ledger = new Fixture(directory).open(one, failing)) {
            OutboxDrain drain = new OutboxDrain(ledger, outbox);
            assertThatThrownBy(drain::drain).hasMessageContaining("the signer is away");
            assertThat(ledger.checkpoint().size()).isBetween(1L, 255L);
            drain.drain();
            assertThat(outbox.events).isEmpty();
            assertThat(ledger.read(0, 1_000)).extracting(Entry::event).containsExactlyElementsOf(all);
        }
    }

    /// An earlier build let one in.
    @Test
    void event_in_the_outbox_that_no_entry_holds_is_recorded_by_its_digest() {
        ListOutbox outbox = new ListOutbox();
        Event large = large("evt_large", 70_000);
        outbox.events.addAll(List.of(Fixture.event(1), large, Fixture.event(2)));
        try (Ledger ledger = new Fixture(directory).open()) {
            assertThat(new OutboxDrain(ledger, outbox).drain()).isEqualTo(3);
            assertThat(outbox.events).isEmpty();
            assertThat(ledger.read(0, 10))
                    .extracting(Entry::event)
                    .element(1)
                    .isEqualTo(new Event(
                            "evt_large",
                            Instant.EPOCH,
                            "ledger.oversized",
                            "user:kim",
                            "thing:1",
                            Map.of(
                                    "type", Json.of("test"),
                                    "bytes", Json.of(large.toJson().length),
                                    "sha256", Json.of(sha256(large.toJson())))));
            outbox.events.add(large);
            outbox.drainedTo = 0;
            assertThat(new OutboxDrain(ledger, outbox).drain())
                    .as("known by its id")
                    .isZero();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static final class ListOutbox implements Outbox {
        private final List<Event> events = new ArrayList<>();
        private long drainedTo;
        private boolean failing;

        @Override
        public List<Event> next(int most) {
            return List.copyOf(events.subList(0, Math.min(most, events.size())));
        }

        @Override
        public long drainedTo() {
            return drainedTo;
        }

        @Override
        public void mark(List<String> ids, long size) {
            if (failing) {
                throw new IllegalStateException("the database is gone");
            }
            events.removeIf(event -> ids.contains(event.id()));
            drainedTo = size;
        }
    }
}
