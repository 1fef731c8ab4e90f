package io.redoubt.acceptance.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.acceptance.running.TrustingClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

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
            redoubt.await("command socket", () -> redoubt.output().contains("assessed from now on"));
            ProcessHandle edge = redoubt.edge().orElseThrow();
            ProcessHandle core = redoubt.core().orElseThrow();
            String link = redoubt.link();
            CountDownLatch over = new CountDownLatch(1);
            AtomicInteger good = new AtomicInteger();
            CompletableFuture<Integer> failed = CompletableFuture.supplyAsync(() -> ask(redoubt, over, good), APART);
            core.destroyForcibly();
            core.onExit().get(10, TimeUnit.SECONDS);
            redoubt.await(
                    "second start of the core", () -> redoubt.output().split("assessed from now on", -1).length == 3);
            int before = good.get();
            redoubt.await("answer with the second core", () -> good.get() > before);
            over.countDown();
            assertThat(failed.get(20, TimeUnit.SECONDS)).isZero();
            assertThat(redoubt.edge()).contains(edge);
            assertThat(redoubt.run(app, "cert", "list")).contains("localhost");
            assertThat(redoubt.link())
                    .as("a link that the second core knows")
                    .isNotEqualTo(link)
                    .satisfies(each -> assertThat(
                                    console(redoubt, "GET " + target(each)).status())
                            .isEqualTo(303));
            assertThat(redoubt.errors().lines()).isNotEmpty().allSatisfy(UpTest::assertLogLine);
        }
    }

    /// Slower than a client is limited to.
    ///
    /// @return how many were not answered as they should be
    private static int ask(RunningRedoubt redoubt, CountDownLatch over, AtomicInteger good) {
        int bad = 0;
        try {
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                if (redoubt.get("/") == 200) {
                    good.incrementAndGet();
                } else {
                    bad++;
                }
                if (redoubt.get("/admin") != 503) {
                    bad++;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return bad;
    }

    private static void assertLogLine(String line) {
        assertThat(new JsonMapper().readTree(line).propertyNames())
                .as(line)
                .contains("time", "level", "process", "logger", "message");
    }

    private static Answer console(RunningRedoubt redoubt, String request, String... fields) {
        return TrustingClient.ask(redoubt.https, "console.localhost", request, fields)
                .orElseThrow();
    }

    /// Of a link, what stands behind the host.
    private static String target(String link) {
        return link.substring(link.indexOf("/enter"));
    }

    @Test
    void console_is_entered_through_the_edge_once_by_a_link_that_no_log_has() throws Exception {
        try (RunningRedoubt redoubt = RunningRedoubt.start(app, place)) {
            redoubt.await("core that is whole", () -> redoubt.output().contains("assessed from now on"));
            Path file = redoubt.data.resolve("run/console-link");
            assertThat(redoubt.output()).contains("console   the link is in " + file + "   (once, within 10 minutes)");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            String link = redoubt.link();
            assertThat(link)
                    .matches("https://console\\.localhost:" + redoubt.https + "/enter\\?token=[A-Za-z0-9_-]{43}");

            assertThat(console(redoubt, "GET /").status())
                    .as("without a session")
                    .isEqualTo(401);
            assertThat(console(redoubt, "HEAD " + target(link)).status()).isEqualTo(405);
            assertThat(console(redoubt, "GET " + target(link), "Sec-Purpose: prefetch")
                            .status())
                    .isEqualTo(405);
            Answer entered = console(redoubt, "GET " + target(link));
            assertThat(entered.status()).isEqualTo(303);
            assertThat(entered.field("Location")).contains("/");
            assertThat(entered.field("Referrer-Policy")).contains("no-referrer");
            assertThat(entered.field("Cache-Control")).contains("no-store");
            String cookie = entered.field("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
            Answer posture = console(redoubt, "GET /", "Cookie: " + cookie);
            assertThat(posture.status()).isEqualTo(200);
            assertThat(posture.body()).contains("<h1>Posture</h1>", "authorization", "not declared");
            assertThat(console(redoubt, "GET " + target(link)).status())
                    .as("the same link again")
                    .isEqualTo(401);
            assertThat(TrustingClient.ask(redoubt.https, "localhost", "GET /", "Cookie: " + cookie)
                            .orElseThrow()
                            .body())
                    .as("another host than the console's")
                    .isEqualTo("the page\n");

            String another = redoubt.run(app, "console");
            assertThat(another).isEqualTo("the link is in " + file + "\n");
            String later = redoubt.link();
            assertThat(later).isNotEqualTo(link);
            assertThat(TrustingClient.askPlain(redoubt.http, "console.localhost", "GET " + target(later))
                            .orElseThrow()
                            .status())
                    .isEqualTo(301);
            while (console(redoubt, "GET /enter?token=guess").status() == 401) {
                // Until there were too many.
            }
            assertThat(console(redoubt, "GET " + target(later)).status()).isEqualTo(429);
            redoubt.await("a line for each", () -> redoubt.accessLog().contains("\"status\":429"));
            for (String each : List.of(link, later)) {
                String token = each.substring(each.indexOf('=') + 1);
                assertThat(redoubt.accessLog()).contains("\"/enter\"").doesNotContain(token);
                assertThat(redoubt.output() + redoubt.errors()).doesNotContain(token);
            }
        }
    }

    /// From the wire: what the edge says of itself is not asked.
    @Test
    void edge_passes_what_check_looks_at() throws Exception {
        try (RunningRedoubt redoubt = RunningRedoubt.start(app, place)) {
            redoubt.await("command socket", () -> redoubt.output().contains("assessed from now on"));
            Path root = Files.writeString(place.resolve("root.pem"), redoubt.run(app, "cert", "root"));
            String checked = redoubt.run(app, "check", "--only", "tls", "--trust", root.toString(), "--format", "json");
            Map<String, String> verdicts = new TreeMap<>();
            new JsonMapper()
                    .readTree(checked)
                    .get("verdicts")
                    .forEach(verdict -> verdicts.put(
                            verdict.get("control").stringValue() + " "
                                    + verdict.get("subject").stringValue(),
                            verdict.get("verdict").stringValue()));
            String subject = " https://localhost:" + redoubt.https;
            assertThat(verdicts)
                    .as(checked)
                    .containsEntry("tls.key-exchange" + subject, "PASS")
                    .containsEntry("tls.minimum-version" + subject, "PASS")
                    .containsEntry("tls.cipher-suites" + subject, "PASS")
                    .containsEntry("tls.certificate" + subject, "PASS")
                    .containsEntry("tls.hsts" + subject, "PASS")
                    .containsEntry("tls.security-headers" + subject, "PASS")
                    .containsEntry("tls.cookies" + subject, "NOT_APPLICABLE")
                    .containsEntry("tls.renewal" + subject, "PASS");
        }
    }

    @Test
    void sigterm_answers_what_is_under_way_and_ends_all_of_it_with_status_0() throws Exception {
        try (RunningRedoubt redoubt = RunningRedoubt.start(app, place)) {
            redoubt.await("core that is whole", () -> redoubt.output().contains("assessed from now on"));
            List<ProcessHandle> children = redoubt.supervisor().descendants().toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(2);
            CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(() -> redoubt.get("/slow"), APART);
            assertThat(redoubt.awaitSlow()).isTrue();
            redoubt.supervisor().destroy();
            redoubt.await("an edge that takes nobody in", () -> redoubt.get("/") == 0);
            assertThat(slow).isNotDone();
            redoubt.answerSlow();
            assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(redoubt.supervisor().waitFor(50, TimeUnit.SECONDS)).isTrue();
            assertThat(redoubt.supervisor().exitValue())
                    .as(redoubt.output() + redoubt.errors())
                    .isZero();
            assertThat(children).allMatch(UpTest::isGone);
            assertThat(redoubt.data.resolve("run/console-link")).doesNotExist();
        }
    }

    @Test
    void supervisor_that_is_killed_leaves_no_process_behind() throws Exception {
        try (RunningRedoubt redoubt = RunningRedoubt.start(app, place)) {
            redoubt.await("core that is whole", () -> redoubt.output().contains("assessed from now on"));
            List<ProcessHandle> children = redoubt.supervisor().descendants().toList();
            redoubt.supervisor().destroyForcibly();
            redoubt.await("end of every process", () -> children.stream().allMatch(UpTest::isGone));
        }
    }
}
