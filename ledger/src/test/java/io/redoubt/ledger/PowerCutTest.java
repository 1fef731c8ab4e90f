package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What is acknowledged survives any power cut, on a disk that keeps no promise it did not make.
class PowerCutTest {

    private static final int CUTS = Integer.getInteger("redoubt.ledger.cuts", 1_000);
    private static final Path DIRECTORY = Path.of("/ledger");

    @Test
    void power_cut_at_random_points_loses_no_acknowledged_entry() {
        long operations = operationsOfOneLife();
        for (int seed = 0; seed < CUTS; seed++) {
            liveAndDie(seed, operations);
        }
    }

    private static long operationsOfOneLife() {
        PowerCutDisk disk = new PowerCutDisk();
        new Life(disk, new Random(0)).live();
        return disk.operations();
    }

    /// Three lives on one disk, each ended by a cut.
    private static void liveAndDie(int seed, long operations) {
        Random random = new Random(seed);
        PowerCutDisk disk = new PowerCutDisk();
        Life life = new Life(disk, random);
        for (int number = 0; number < 3; number++) {
            disk.cutAt(1 + random.nextLong(operations));
            try {
                life.live();
            } catch (LedgerException.Unavailable _) {
                // The cut came.
            }
            disk = disk.restart(random);
            life = life.on(disk);
            life.assertAllThere("seed " + seed + ", life " + number);
        }
    }

    /// What one life of a stream has promised to those after it.
    ///
    /// @param acknowledged by index
    /// @param promises     what was given away, and which epoch was acknowledged
    private record Life(Fixture fixture, Random random, Map<Long, Event> acknowledged, Promises promises) {

        private static final class Promises {
            private int said;
            private Instant dropped = Instant.MIN;
            private long epoch = 1;
        }

        Life(PowerCutDisk disk, Random random) {
            this(new Fixture(disk, DIRECTORY), random, new TreeMap<>(), new Promises());
        }

        Life on(PowerCutDisk disk) {
            return new Life(new Fixture(disk, DIRECTORY), random, acknowledged, promises);
        }

        void live() {
            try (Ledger ledger = fixture.open()) {
                for (int i = 0; i < 24; i++) {
                    // The ledger's own events are as old as those around them.
                    fixture.now = Fixture.event(promises.said).at();
                    switch (random.nextInt(24)) {
                        case 0, 1 -> drop(ledger);
                        case 2, 3 -> begin(ledger);
                        case 4 -> ledger.verify(List.of());
                        case 5 -> ledger.patrol(List.of());
                        default -> append(ledger);
                    }
                }
            }
        }

        private void append(Ledger ledger) {
            int from = promises.said;
            promises.said += 1 + random.nextInt(6);
            List<Event> events = Fixture.events(from, promises.said);
            long index = ledger.append(events);
            for (Event event : events) {
                acknowledged.put(index++, event);
            }
        }

        private void drop(Ledger ledger) {
            Instant oldest = Fixture.event(random.nextInt(promises.said + 1)).at();
            promises.dropped = promises.dropped.isAfter(oldest) ? promises.dropped : oldest;
            ledger.dropBefore(oldest);
        }

        private void begin(Ledger ledger) {
            long epoch = ledger.checkpoint().epoch() + 1;
            ledger.begin(new EpochStart(epoch, null, 0, "uid:0"));
            promises.epoch = epoch;
        }

        void assertAllThere(String when) {
            try (Ledger ledger = fixture.open()) {
                if (random.nextInt(3) == 0) {
                    assertThat(ledger.patrol(List.of()).audit().findings())
                            .as(when)
                            .isEmpty();
                }
                assertThat(ledger.verify(List.of()).findings()).as(when).isEmpty();
                assertThat(ledger.checkpoint().epoch()).as(when).isGreaterThanOrEqualTo(promises.epoch);
                acknowledged.forEach((index, event) -> {
                    if (!event.at().isBefore(promises.dropped)) {
                        assertThat(ledger.read(index).map(Entry::event))
                                .as("%s: entry %s", when, index)
                                .contains(event);
                    }
                });
            }
        }
    }

    /// Of dropped entries only their hashes are left: no power cut may take those.
    @Test
    void power_cut_after_entries_were_dropped_takes_none_of_their_hashes() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            PowerCutDisk disk = new PowerCutDisk();
            long kept;
            try (Ledger ledger = new Fixture(disk, DIRECTORY).open()) {
                for (int i = 0; i < 24; i++) {
                    ledger.append(Fixture.events(3 * i, 3 * i + 3));
                }
                kept = ledger.dropBefore(Instant.MAX);
                disk.cutAt(0);
            }
            assertThat(kept).isPositive();
            try (Ledger ledger = new Fixture(disk.restart(random), DIRECTORY).open()) {
                assertThat(ledger.verify(List.of()).findings())
                        .as("seed %s", seed)
                        .isEmpty();
                for (int index = (int) kept; index < 72; index++) {
                    assertThat(ledger.read(index).map(Entry::event)).contains(Fixture.event(index));
                }
            }
        }
    }

    @Test
    void failed_force_is_not_acknowledged_and_the_page_cache_is_not_trusted_after_it() {
        for (int failing = 1; failing <= 4; failing++) {
            PowerCutDisk disk = new PowerCutDisk();
            List<Event> acknowledged = new ArrayList<>();
            try (Ledger ledger = new Fixture(disk, DIRECTORY).open()) {
                acknowledged.addAll(Fixture.events(0, 10));
                ledger.append(acknowledged);

                disk.failForces(failing);
                for (int i = 0; i < failing; i++) {
                    assertThatThrownBy(() -> ledger.append(Fixture.event(900)))
                            .isInstanceOf(LedgerException.Unavailable.class)
                            .hasMessageContaining("Input/output error");
                }

                List<Event> later = Fixture.events(10, 20);
                assertThat(ledger.append(later)).isEqualTo(10);
                acknowledged.addAll(later);
                assertThat(ledger.verify(List.of()).findings()).isEmpty();
                disk.cutAt(0);
            }
            try (Ledger ledger = new Fixture(disk.restart(new Random(failing)), DIRECTORY).open()) {
                assertThat(ledger.read(0, 100).stream().map(Entry::event).limit(20))
                        .isEqualTo(acknowledged);
                assertThat(ledger.verify(List.of()).findings()).isEmpty();
            }
        }
    }

    @Test
    void full_disk_acknowledges_nothing_and_service_returns_with_space() {
        PowerCutDisk disk = new PowerCutDisk();
        try (Ledger ledger = new Fixture(disk, DIRECTORY).open()) {
            ledger.append(Fixture.event(0));
            disk.full(true);
            // Tree hashes grow with each entry, so the very next one needs space.
            assertThatThrownBy(() -> ledger.append(Fixture.event(1)))
                    .isInstanceOf(LedgerException.Unavailable.class)
                    .hasMessageContaining("No space left on device");
            assertThat(ledger.checkpoint().size()).isEqualTo(1);
            disk.full(false);
            assertThat(ledger.append(Fixture.event(2))).isEqualTo(1);
            assertThat(ledger.verify(List.of()).findings()).isEmpty();
        }
    }

    @Test
    void file_replaced_while_writing_is_noticed_before_anything_is_acknowledged() {
        PowerCutDisk disk = new PowerCutDisk();
        Path segment = DIRECTORY.resolve("evidence/00000000000000000000.log");
        Path head = DIRECTORY.resolve("evidence/head");
        try (Ledger ledger = new Fixture(disk, DIRECTORY).open()) {
            ledger.append(Fixture.event(0));
            for (Path file : List.of(segment, head)) {
                long size = ledger.checkpoint().size();
                disk.replace(file);
                assertThatThrownBy(() -> ledger.append(Fixture.event(1)))
                        .isInstanceOf(LedgerException.Unavailable.class)
                        .hasMessageContaining("was replaced");
                assertThat(ledger.checkpoint().size()).isEqualTo(size);
                assertThat(ledger.append(Fixture.event(2))).isEqualTo(size);
            }
            assertThat(ledger.verify(List.of()).findings()).isEmpty();
        }
    }

    @Test
    void file_removed_while_writing_is_damage_until_it_is_back() {
        PowerCutDisk disk = new PowerCutDisk();
        Path segment = DIRECTORY.resolve("evidence/00000000000000000000.log");
        Path elsewhere = Path.of("/elsewhere/file");
        try (Ledger ledger = new Fixture(disk, DIRECTORY).open()) {
            ledger.append(Fixture.event(0));
            disk.swap(segment, elsewhere);
            assertThatThrownBy(() -> ledger.append(Fixture.event(1))).isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> ledger.append(Fixture.event(1)))
                    .isInstanceOf(LedgerException.Damaged.class)
                    .hasMessageContaining("missing");
            disk.swap(elsewhere, segment);
            assertThat(ledger.append(Fixture.event(2))).isEqualTo(1);
            assertThat(ledger.verify(List.of()).findings()).isEmpty();
        }
    }
}
