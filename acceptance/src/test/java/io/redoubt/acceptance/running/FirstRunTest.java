package io.redoubt.acceptance.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.acceptance.running.TrustingClient.Answer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `redoubt up` as somebody runs it who has just installed it: in a directory without a policy.
class FirstRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static Path app;

    @TempDir
    private Path place;

    private Path work;

    @BeforeAll
    static void assemble() throws Exception {
        app = AssembledProgram.directory();
    }

    @BeforeEach
    void make_an_empty_directory() throws IOException {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        work = Files.createDirectory(place.resolve("work"));
    }

    private List<String> redoubt(String... arguments) {
        List<String> command = new ArrayList<>(RunningRedoubt.launcher(app));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data().toString(), "--key-file", key().toString()));
        return command;
    }

    private Path data() {
        return place.resolve("data");
    }

    private Path key() {
        return place.resolve("root.key");
    }

    /// On a pseudo-terminal, that of script(1).
    private final class OnTerminal implements AutoCloseable {
        private final Path shown;
        private final Process script;

        OnTerminal(String name, String... arguments) throws IOException {
            this.shown = place.resolve(name);
            ProcessBuilder builder = new ProcessBuilder(
                            "script",
                            "--quiet",
                            "--flush",
                            "--return",
                            "--command",
                            String.join(" ", redoubt(arguments)),
                            "/dev/null")
                    .directory(work.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(shown.toFile()));
            builder.environment().putAll(Map.of("COLUMNS", "120", "TERM", "dumb", "SHELL", "/bin/sh"));
            builder.environment().remove("REDOUBT_ENV");
            this.script = builder.start();
        }

        String text() {
            try {
                return Files.readString(shown).replace("\r", "");
            } catch (IOException e) {
                return e.toString();
            }
        }

        Optional<ProcessHandle> up() {
            return script.descendants()
                    .filter(process ->
                            RunningRedoubt.arguments(process).containsAll(List.of("io.redoubt.cli.Main", "up")))
                    .filter(process ->
                            RunningRedoubt.arguments(process).getFirst().endsWith("java"))
                    .findFirst();
        }

        void await(String what, BooleanSupplier condition) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - end > 0 || !script.isAlive()) {
                    throw new AssertionError("no " + what + ":\n" + text());
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }

        int status() throws InterruptedException {
            assertThat(script.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(text())
                    .isTrue();
            return script.exitValue();
        }

        @Override
        public void close() {
            List<ProcessHandle> children = script.descendants().toList();
            script.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private List<Path> made() throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(each -> !each.equals(place) && !each.equals(work))
                    .filter(each -> !each.getFileName().toString().startsWith("shown"))
                    .toList();
        }
    }

    @Test
    void first_run_on_a_terminal_says_where_everything_is_and_what_to_try() throws Exception {
        int https = RunningRedoubt.freePort();
        int http = RunningRedoubt.freePort();
        String[] ports = {"--https-port", String.valueOf(https), "--http-port", String.valueOf(http)};
        String in = "--policy %s --data %s --key-file %s".formatted(place.resolve("example.yaml"), data(), key());
        try (OnTerminal first = new OnTerminal("shown", up(ports))) {
            first.await("welcome", () -> first.text().contains("next      "));
            String shop = "https://localhost:" + https;
            assertThat(first.text())
                    .containsSubsequence(
                            "data      " + data() + ": what is recorded, sealed\n",
                            "root key  " + key() + ": without it nothing of that can be read; keep a copy elsewhere\n",
                            "edge      " + shop + "\n",
                            "          isolated: ",
                            "try       redoubt cert root " + in + " > root.pem\n",
                            "try       curl -i --cacert root.pem " + shop + "/\n",
                            "try       curl -i --cacert root.pem " + shop + "/admin\n",
                            "try       curl -i --cacert root.pem " + shop + "/billing\n",
                            "console   https://console.localhost:" + https + "/enter?token=",
                            "   (once, within 10 minutes)\n",
                            "posture   ",
                            "next      redoubt status " + in + "\n")
                    .containsPattern("posture   \\d+ fail .*\\d+ pass");

            assertThat(TrustingClient.ask(https, "localhost", "GET /")).hasValueSatisfying(answer -> {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).contains("shop");
            });
            assertThat(TrustingClient.get(https, "/admin")).isEqualTo(503);
            Answer redirected =
                    TrustingClient.askPlain(http, "localhost", "GET /").orElseThrow();
            assertThat(redirected.status()).isEqualTo(301);
            assertThat(redirected.field("Location")).contains(shop + "/");

            Matcher link = Pattern.compile("https://console\\S+").matcher(first.text());
            assertThat(link.find()).isTrue();
            Path file = data().resolve("run/console-link");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(file)).isEqualTo(link.group() + "\n");
            String target = link.group().substring(link.group().indexOf("/enter"));
            assertThat(TrustingClient.ask(https, "console.localhost", "GET " + target))
                    .map(Answer::status)
                    .contains(303);

            String policy = Files.readString(place.resolve("example.yaml"));
            for (String[] again : List.of(up(ports), new String[] {"up", "--check"})) {
                try (OnTerminal second = new OnTerminal("shown-again", again)) {
                    assertThat(second.status()).isEqualTo(2);
                    assertThat(second.text()).contains("error: it runs already: " + data() + " is in use\n");
                }
            }
            assertThat(place.resolve("example.yaml")).hasContent(policy);

            try (OnTerminal asked = new OnTerminal("shown-link", "console", "--policy", "../example.yaml")) {
                assertThat(asked.status()).isZero();
                assertThat(asked.text()).startsWith("https://console.localhost:" + https + "/enter?token=");
            }

            first.up().orElseThrow().destroy();
            assertThat(first.status()).isZero();
            assertThat(first.text()).contains("ending: open requests have 30 s\n");
        }
    }

    private static String[] up(String... more) {
        return Stream.concat(Stream.of("up"), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void check_on_a_terminal_without_a_policy_makes_nothing() throws Exception {
        try (OnTerminal asked = new OnTerminal(
                "shown",
                "up",
                "--check",
                "--https-port",
                String.valueOf(RunningRedoubt.freePort()),
                "--http-port",
                String.valueOf(RunningRedoubt.freePort()))) {
            assertThat(asked.status()).as(asked.text()).isZero();
            assertThat(asked.text())
                    .containsSubsequence(
                            "policy    sha256:",
                            "data      " + data() + ": will be made, and " + key() + "\n",
                            "ready: redoubt up --data " + data() + " --key-file " + key() + "\n");
        }
        assertThat(made()).isEmpty();
    }

    @Test
    void first_run_off_a_terminal_refuses_and_makes_nothing() throws Exception {
        Process process = new ProcessBuilder(redoubt("up"))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("""
                error: there is no redoubt.yaml
                hint: `redoubt init` writes one; on a terminal, `redoubt up` runs an example instead
                """);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(made()).isEmpty();
    }
}
