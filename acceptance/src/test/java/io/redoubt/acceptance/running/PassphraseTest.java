package io.redoubt.acceptance.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A root key by passphrase, in processes as an operator starts them. Not as root, whose salt would lie in `/etc`.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PassphraseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NOBODY = 65_534;
    private static final String WORDS = "correct horse battery";

    @TempDir
    private Path place;

    private Path log;

    @BeforeEach
    void declare() throws IOException {
        log = place.resolve("output.log");
        Files.writeString(place.resolve("redoubt.yaml"), "redoubt: 1\nservice: shop\n");
        if (isRoot()) {
            Files.setAttribute(place, "unix:uid", NOBODY);
        }
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private ProcessBuilder command(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
        }
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(place.toFile()).redirectErrorStream(true);
        builder.environment().put("REDOUBT_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CONFIG_HOME", place.resolve("config").toString());
        builder.environment().put("XDG_DATA_HOME", place.resolve("share").toString());
        builder.environment().remove("CREDENTIALS_DIRECTORY");
        return builder;
    }

    private static String launcher() throws IOException, InterruptedException {
        return AssembledProgram.directory().resolve("bin/redoubt").toString();
    }

    /// @param typed all that standard input holds
    private String redoubt(String typed, String... words) throws IOException, InterruptedException {
        Process process = command(
                        Stream.concat(Stream.of(launcher()), Stream.of(words)).toArray(String[]::new))
                .start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(typed.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It asked for nothing, and has ended.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Test
    void on_a_terminal_it_is_asked_for_twice_and_never_shown() throws Exception {
        Process terminal = command("script", "-qec", launcher() + " init --passphrase", "/dev/null")
                .start();
        StringBuilder shown = new StringBuilder();
        try (InputStream output = terminal.getInputStream();
                OutputStream keys = terminal.getOutputStream()) {
            readUntil("new passphrase of the root key: ", output, shown);
            type(keys);
            readUntil("the same again: ", output, shown);
            type(keys);
            shown.append(new String(output.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(terminal.waitFor()).as(shown.toString()).isZero();
        assertThat(shown).contains("key   the passphrase, and ").doesNotContain("horse");
        assertThat(redoubt(WORDS, "store", "verify")).contains(", 0 findings");
    }

    private static void type(OutputStream keys) throws IOException {
        keys.write((WORDS + "\n").getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    private static void readUntil(String end, InputStream output, StringBuilder shown) throws IOException {
        while (shown.indexOf(end) < 0) {
            int c = output.read();
            assertThat(c).as(shown.toString()).isNotNegative();
            shown.append((char) c);
        }
    }

    @Test
    void up_asks_for_it_once_and_a_core_that_is_killed_comes_back() throws Exception {
        assertThat(redoubt(WORDS, "init", "--passphrase")).contains("key   the passphrase");
        Process up = command(launcher(), "up")
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        try {
            type(up.getOutputStream());
            await("start", () -> starts() == 1);
            ProcessHandle core = core(up);
            for (ProcessHandle process : List.of(up.toHandle(), core)) {
                Path kernel = Path.of("/proc/" + process.pid());
                assertThat(Files.readString(kernel.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                                + Files.readString(kernel.resolve("environ"), StandardCharsets.ISO_8859_1))
                        .contains("redoubt")
                        .doesNotContain("horse");
            }
            assertThat(redoubt("", "key", "status")).startsWith("root key: the passphrase");
            assertThat(redoubt("", "key", "rotate", "--root"))
                    .contains("error: the root key can't be changed while `redoubt up` runs");
            core.destroyForcibly();
            await("second start", () -> starts() == 2);
            assertThat(redoubt("", "store", "verify")).contains(", 0 findings");
            assertThat(Files.readString(log)).doesNotContain("horse");
        } finally {
            List<ProcessHandle> children = up.descendants().toList();
            up.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void up_with_nobody_to_ask_refuses_and_says_what_to_use() throws Exception {
        redoubt(WORDS, "init", "--passphrase");
        assertThat(redoubt("", "up"))
                .contains("error: the root key needs its passphrase", "--key-file or a systemd credential");
        assertThat(redoubt("a wrong one entirely\n", "up"))
                .contains("error: the passphrase is not the root key of this store");
    }

    private static ProcessHandle core(Process up) {
        return up.descendants()
                .filter(process -> RunningRedoubt.arguments(process).contains("core"))
                .findFirst()
                .orElseThrow();
    }

    private int starts() {
        try {
            return Files.readString(log).split("assessed from now on", -1).length - 1;
        } catch (IOException _) {
            return 0;
        }
    }

    private void await(String what, BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("no " + what + ":\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
