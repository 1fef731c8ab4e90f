package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.policy.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several menders of one process, as the core has: each command brings its own, and so does the round that ends
/// leases.
@Timeout(60)
class SharedBenchTest {

    private static final List<String> ONCE = List.of("intended", "half applied", "applied, not said", "applied");

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<String> points = new CopyOnWriteArrayList<>();

    private void stopOnceAt(String stop, String point) {
        points.add(point);
        if (point.equals(stop) && reached.getCount() == 1) {
            reached.countDown();
            try {
                assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private interface Work {
        Object done(Mender other, String id) throws Exception;
    }

    private void whileOneApplies(Path directory, String stop, Work work) throws Exception {
        try (ChangeFixture fixture = new ChangeFixture(directory, Mode.ENFORCE, point -> stopOnceAt(stop, point))) {
            Change approved = fixture.approved();
            CompletableFuture<Change> applied = CompletableFuture.supplyAsync(() -> {
                try {
                    return fixture.mender.apply(approved.id(), "kim");
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
            FutureTask<Object> second = new FutureTask<>(() -> work.done(fixture.another(Mode.ENFORCE), approved.id()));
            Thread thread = Thread.ofPlatform().start(second);
            while (!second.isDone() && thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            go.countDown();
            assertThat(applied.get(30, TimeUnit.SECONDS).state()).isInstanceOf(ChangeState.Verified.class);
            thread.join();
            assertThat(fixture.state(approved.id())).isEqualTo("verified");
            assertThat(fixture.remedy.done()).isEqualTo("shut ");
        }
        assertThat(points).isEqualTo(ONCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"intended", "half applied", "applied, not said", "applied"})
    void what_one_thread_works_on_the_round_leaves_alone(String stop, @TempDir Path directory) throws Exception {
        whileOneApplies(directory, stop, (other, _) -> other.reconciler().run(ChangeFixture.NOW));
    }

    @Test
    void what_one_thread_applies_another_does_not_apply_too(@TempDir Path directory) throws Exception {
        whileOneApplies(directory, "half applied", (other, id) -> other.apply(id, "kim"));
    }
}
