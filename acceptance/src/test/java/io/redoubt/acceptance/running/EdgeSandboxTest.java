package io.redoubt.acceptance.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody can do who has taken over the edge that `up` started: each attack runs in that process's namespaces,
/// as its user, with its capabilities.
class EdgeSandboxTest {

    @TempDir
    private static Path place;

    private static RunningRedoubt redoubt;
    private static ProcessHandle edge;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "needs root, as the isolation does");
        redoubt = RunningRedoubt.start(AssembledProgram.directory(), place);
        redoubt.await("core that is whole", () -> redoubt.output().contains("assessed from now on"));
        edge = redoubt.edge().orElseThrow();
        openUp();
    }

    /// As if every mode had been set wrong: what keeps the edge out must not be permissions alone.
    private static void openUp() throws Exception {
        for (Path path : List.of(redoubt.data, redoubt.data.resolve("run"))) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        try (Stream<Path> files = Files.walk(redoubt.data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
        }
        Files.setPosixFilePermissions(redoubt.key, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    @AfterAll
    static void end() {
        if (redoubt != null) {
            redoubt.close();
        }
    }

    private static String inside(String script) throws Exception {
        List<String> command = new ArrayList<>(List.of("nsenter", "--target", String.valueOf(edge.pid())));
        command.addAll(List.of("--mount", "--pid", "--net", "--ipc", "--uts", "--wd=/", "--"));
        // Who it is and what it may, read from the process itself.
        String user = status("Uid").replaceFirst("\\s.*", "");
        assertThat(user).isEqualTo("64917");
        assertThat(status("CapBnd")).endsWith("0400");
        command.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--no-new-privs"));
        command.addAll(List.of("--inh-caps=-all,+net_bind_service", "--ambient-caps=-all,+net_bind_service"));
        command.addAll(List.of("--bounding-set=-all,+net_bind_service", "--", "/bin/sh", "-c", script));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output.strip();
    }

    private static String status(String field) throws Exception {
        return Files.readAllLines(Path.of("/proc/" + edge.pid() + "/status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void edge_runs_without_privileges_that_it_could_get_back() throws Exception {
        assertThat(status("NoNewPrivs")).isEqualTo("1");
        assertThat(status("CapEff")).isEqualTo("0000000000000400");
        assertThat(status("Groups")).isEmpty();
        assertThat(inside("unshare --user --map-root-user --mount umount " + redoubt.data + " 2>&1; cat " + redoubt.data
                        + "/store.db | head -c 15"))
                .doesNotContain("SQLite");
    }

    @Test
    void store_ledger_and_root_key_are_not_there() throws Exception {
        assertThat(redoubt.data.resolve("store.db")).isNotEmptyFile();
        assertThat(inside("ls -A " + redoubt.data)).doesNotContain("store.db").doesNotContain("ledger");
        assertThat(inside("cat " + redoubt.data + "/store.db")).contains("cat: ");
        assertThat(inside("cat " + redoubt.key + " 2>/dev/null | wc -c")).isEqualTo("0");
        assertThat(inside("cat /proc/1/root" + redoubt.data + "/store.db")).contains("cat: ");
    }

    @Test
    void commands_of_the_core_have_no_socket_inside() throws Exception {
        String name = "core.sock";
        assertThat(redoubt.data.resolve("run").resolve(name)).exists();
        assertThat(inside("find / -xdev -name " + name + " 2>/dev/null; find /mnt/run -name " + name + " 2>/dev/null"))
                .isEmpty();
        assertThat(inside("ls -A /mnt/run 2>&1")).contains("Permission denied");
    }

    @Test
    void core_cannot_be_seen_traced_read_or_killed() throws Exception {
        long core = redoubt.core().orElseThrow().pid();
        long supervisor = redoubt.supervisor().pid();
        for (long pid : List.of(core, supervisor)) {
            assertThat(inside("cat /proc/" + pid + "/mem 2>&1")).contains("No such file");
            assertThat(inside("kill -9 " + pid + " 2>&1")).containsIgnoringCase("no such process");
            assertThat(inside("cat /proc/" + pid + "/environ 2>&1")).contains("No such file");
        }
        assertThat(ProcessHandle.of(core)).isPresent();
    }

    /// Else it could put words into the terminal of whoever started it (TIOCSTI), or read what is typed there.
    @Test
    void it_has_no_terminal_and_no_session_with_one() throws Exception {
        assertThat(session(edge)).isNotEqualTo(session(redoubt.supervisor().toHandle()));
        assertThat(inside("cat /dev/tty; ls -A /dev/pts")).isEmpty();
        try (Stream<Path> open = Files.list(Path.of("/proc/" + edge.pid() + "/fd"))) {
            for (Path each : open.toList()) {
                assertThat(Files.readSymbolicLink(each).toString()).doesNotContain("/dev/pts", "/dev/tty");
            }
        }
    }

    private static String session(ProcessHandle process) throws Exception {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    }

    @Test
    void nothing_of_the_machine_that_everybody_may_write_can_be_written() throws Exception {
        assertThat(inside("for place in /tmp /var/tmp /dev/shm; do touch $place/x 2>/dev/null && echo $place; done"))
                .isEmpty();
    }

    @Test
    void its_own_program_cannot_be_written() throws Exception {
        assertThat(inside("touch /mnt/app/lib/x 2>&1")).contains("touch: ");
        assertThat(
                        inside(
                                "for jar in /mnt/app/lib/*.jar /mnt/app/lib/*.options; do if [ -w $jar ]; then echo $jar; fi; done"))
                .isEmpty();
        assertThat(inside("touch /mnt/java/lib/x 2>&1")).contains("touch: ");
        assertThat(inside("touch /mnt/log/x && echo written"))
                .as("where its own log is")
                .isEqualTo("written");
    }
}
