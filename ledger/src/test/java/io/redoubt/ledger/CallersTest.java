package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who appends, on whatever thread, alone or beside others.
class CallersTest {

    @TempDir
    private Path directory;

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
}
