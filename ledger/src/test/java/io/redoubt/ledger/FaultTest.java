package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One fault at each thing that is asked of the disk, from the opening over several segments to the end.
class FaultTest {

    private static final int EVENTS = 12;

    @TempDir
    private Path directory;

    enum Fault {
        OF_THE_DISK,
        /// Met by a caller that commits itself.
        OF_MEMORY,
        OF_MEMORY_ON_THE_LEDGERS_THREAD;

        @Nullable
        Error error() {
            return this == OF_THE_DISK ? null : new OutOfMemoryError("as if");
        }

        long append(Ledger ledger, Event event) throws InterruptedException {
            if (this != OF_MEMORY_ON_THE_LEDGERS_THREAD) {
                return ledger.append(event);
            }
            FutureTask<Long> task = new FutureTask<>(() -> ledger.append(event));
            Thread.ofVirtual().start(task);
            try {
                return task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof LedgerException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void fault_loses_nothing_leaves_no_file_open_and_is_over_when_it_is_over(Fault fault) throws InterruptedException {
        int faults = 0;
        for (boolean reached = true; reached; faults++) {
            FaultyDisk disk = new FaultyDisk();
            Fixture fixture = new Fixture(disk, directory.resolve("at-" + faults));
            List<Event> acknowledged = new ArrayList<>();
            int refused = 0;
            disk.failAfter(faults, fault.error());
            try (Ledger ledger = fixture.open()) {
                for (int i = 0; i < EVENTS; i++) {
                    try {
                        assertThat(fault.append(ledger, Fixture.event(i))).isEqualTo(acknowledged.size());
                        acknowledged.add(Fixture.event(i));
                    } catch (LedgerException.Unavailable _) {
                        refused++;
                    }
                }
            } catch (LedgerException.Unavailable _) {
                assertThat(acknowledged).as("opening, fault %d", faults).isEmpty();
            }
            reached = disk.hasFailed();
            disk.heal();
            assertThat(disk.open()).as("files open, fault %d", faults).isZero();
            assertThat(refused).as("refused, fault %d", faults).isLessThanOrEqualTo(1);
            try (Ledger ledger = fixture.open()) {
                assertThat(ledger.read(0, 100).stream().map(Entry::event))
                        .as("fault %d", faults)
                        .isEqualTo(acknowledged);
                ledger.append(Fixture.event(EVENTS));
            }
            assertThat(fixture.audit().findings()).as("fault %d", faults).isEmpty();
        }
        assertThat(faults).as("things that were asked").isGreaterThan(100);
    }

    /// A disk that stays full where a segment has to begin.
    @Test
    void disk_that_stays_full_leaves_no_file_open() {
        FaultyDisk disk = new FaultyDisk();
        Fixture fixture = new Fixture(disk, directory);
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 0, EVENTS);
            int open = disk.open();
            for (int attempt = 0; attempt < 60; attempt++) {
                disk.failAfter(attempt, null);
                boolean whole = false;
                try {
                    ledger.append(Fixture.event(EVENTS));
                    whole = true;
                } catch (LedgerException.Unavailable _) {
                    whole = false;
                }
                assertThat(disk.open()).as("attempt %d", attempt).isLessThanOrEqualTo(whole ? open + 1 : 0);
            }
        }
        assertThat(disk.open()).isZero();
    }
}
