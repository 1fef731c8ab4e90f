package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What waits in an outbox gets into the ledger once, whatever fails in between.
class OutboxDrainTest {

    @TempDir
    private Path directory;

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
            outbox.events.add(Fixture.large("evt_" + i, 20_000));
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
            outbox.events.add(Fixture.large("evt_" + i, 40_000));
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
        Event large = Fixture.large("evt_large", 70_000);
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
