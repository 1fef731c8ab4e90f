package io.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The core as a process of its own, with this one in the place of `up`.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoreCommandTest {

    private static final String READY = "assessed from now on";

    @TempDir
    private Path place;

    private Process core;
    private BufferedReader output;

    private List<String> start(String word) throws IOException {
        Path policy = Files.writeString(place.resolve("my shop.yaml"), "redoubt: 1\nservice: shop\n");
        core = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.redoubt.cli.Main",
                        "core",
                        "--policy",
                        policy.toString(),
                        "--data",
                        place.resolve("data").toString(),
                        "--key-file",
                        place.resolve("root.key").toString())
                .redirectErrorStream(true)
                .start();
        OutputStream input = core.getOutputStream();
        input.write((word + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        output = new BufferedReader(new InputStreamReader(core.getInputStream(), StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.contains(READY)) {
                break;
            }
        }
        return lines;
    }

    @AfterEach
    void end() {
        core.destroyForcibly();
    }

    /// Where `up` is killed and nobody reaps it, it never ends as its parent; its pipe does.
    @Test
    void core_ends_with_its_input_while_its_parent_is_there() throws Exception {
        assertThat(start("NONE").getLast()).contains(READY);
        core.getOutputStream().close();
        assertThat(core.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(core.exitValue()).isZero();
    }

    @Test
    void first_start_names_what_is_next_with_the_options_in_use() throws Exception {
        assertThat(start("NONE")).anyMatch(line -> line.startsWith("data      "));
        assertThat(output.readLine())
                .isEqualTo("next      redoubt status --policy '%s' --data %s --key-file %s"
                        .formatted(place.resolve("my shop.yaml"), place.resolve("data"), place.resolve("root.key")));
    }

    @Test
    void later_start_says_one_line() throws Exception {
        assertThat(start("NONE again").getLast())
                .isEqualTo("core      runs again; posture: assessed from now on: `redoubt status`");
        core.getOutputStream().close();
        assertThat(output.lines()).noneMatch(line -> line.contains("redoubt status --"));
    }
}
