package io.redoubt.acceptance.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpTest {

    /// The end of a process is told on the common pool, which has one thread where there are two cores.
    private static final Executor APART = task -> Thread.ofPlatform().daemon().start(task);

    private static Path app;

    @TempDir
    private Path place;

    @BeforeAll
    static void assemble() throws Exception {
        app = AssembledProgram.directory();
    }

    private static boolean isGone(ProcessHandle process) {
        return !process.isAlive();
    }

    @Test
    void edge_that_is_killed_is_started_again_and_answers() throws Exception {
        try (RunningRedoubt redoubt = RunningRedoubt.start(app, place)) {
            redoubt.awaitAnswer();
            assertThat(redoubt.get("/admin"))
                    .as("a route that is not for anyone")
                    .isEqualTo(503);
            redoubt.await("a line of the access log", () -> redoubt.accessLog().contains("\"/admin\""));
            ProcessHandle edge = redoubt.edge().orElseThrow();
            ProcessHandle core = redoubt.core().orElseThrow();
            edge.destroyForcibly();
            edge.onExit().get(10, TimeUnit.SECONDS);
            redoubt.awaitAnswer();
            assertThat(redoubt.edge()).isPresent().get().isNotEqualTo(edge);
            assertThat(redoubt.core()).contains(core);
        }
    }

    @Test
    void core_that_is_killed_fails_no_request_and_comes_back() throws Exception {
        try (RunningRedoubt redoubt = RunningRedoubt.start(app, place)) {
            redoubt.awaitAnswer();
            redoubt.await("command socket", () -> redoubt.output().contains("assessed from now on"));
            ProcessHandle edge = redoubt.edge().orElseThrow();
            ProcessHandle core = redoubt.core().orElseThrow();
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger good = new AtomicInteger();
            CompletableFuture<Integer> failed = CompletableFuture.supplyAsync(
                    () -> {
                        int bad = 0;
                        while (!over.get()) {
                            if (redoubt.get("/") == 200) {
                                good.incrementAndGet();
                            } else {
                                bad++;
                            }
                            if (redoubt.get("/admin") != 503) {
                                bad++;
                            }
                        }
                        return bad;
                    },
                    APART);
            core.destroyForcibly();
            core.onExit().get(10, TimeUnit.SECONDS);
            redoubt.await(
                    "second start of the core", () -> redoubt.output().split("assessed from now on", -1).length == 3);
            int before = good.get();
            redoubt.await("answer with the second core", () -> good.get() > before);
            over.set(true);
            assertThat(failed.get(20, TimeUnit.SECONDS)).isZero();
            assertThat(redoubt.edge()).contains(edge);
            assertThat(redoubt.run(app, "cert", "list")).contains("localhost");
        }
    }

    @Test
    void sigterm_ends_all_of_it_with_status_0() throws Exception {
        try (RunningRedoubt redoubt = RunningRedoubt.start(app, place)) {
            redoubt.awaitAnswer();
            List<ProcessHandle> children = redoubt.supervisor().descendants().toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(2);
            redoubt.supervisor().destroy();
            assertThat(redoubt.supervisor().waitFor(50, TimeUnit.SECONDS)).isTrue();
            assertThat(redoubt.supervisor().exitValue()).as(redoubt.output()).isZero();
            assertThat(children).allMatch(UpTest::isGone);
        }
    }

    @Test
    void supervisor_that_is_killed_leaves_no_process_behind() throws Exception {
        try (RunningRedoubt redoubt = RunningRedoubt.start(app, place)) {
            redoubt.awaitAnswer();
            redoubt.await("core that is whole", () -> redoubt.output().contains("assessed from now on"));
            List<ProcessHandle> children = redoubt.supervisor().descendants().toList();
            redoubt.supervisor().destroyForcibly();
            redoubt.await("end of every process", () -> children.stream().allMatch(UpTest::isGone));
        }
    }
}
