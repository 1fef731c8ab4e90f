package io.redoubt.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.cli.process.Isolation.Places;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a program could do that has taken over a process inside: each attack is a command that runs there.
class IsolationTest {

    @TempDir
    private Path machine;

    private Path data;
    private Path key;
    private Places places;

    @BeforeEach
    void makes_a_machine() throws IOException {
        Files.setPosixFilePermissions(machine, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = Files.createDirectory(machine.resolve("data"));
        Path sockets = Files.createDirectories(data.resolve("run/edge"));
        Files.writeString(sockets.resolve("edge.sock"), "the way to core");
        Files.writeString(data.resolve("store.db"), "canary of the store");
        key = Files.writeString(machine.resolve("root.key"), "canary of the key");
        // As open as they could be by mistake: the isolation does not lean on permissions.
        for (Path path : List.of(data, data.resolve("run"), sockets)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-rw-rw-"));
        places = new Places(sockets, sockets, Path.of("/usr"), Path.of("/usr"), List.of(data, key));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private record Ended(int status, String output) {}

    private Ended inside(List<String> prefix, Isolation isolation, String script) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(isolation.command(places, List.of("/bin/sh", "-c", script)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output.strip());
    }

    private Ended full(String script) throws Exception {
        Assumptions.assumeTrue(isRoot(), "needs root, as the full isolation does");
        return inside(List.of(), Isolation.FULL, script);
    }

    private Ended namespaces(String script) throws Exception {
        List<String> asSomebody =
                isRoot() ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--") : List.of();
        return inside(asSomebody, Isolation.NAMESPACES, script);
    }

    @Test
    void data_and_key_are_empty_inside() throws Exception {
        String attack = "cat " + data + "/store.db " + data + "/run/edge/edge.sock " + key + "; ls -A " + data;
        assertThat(full(attack).output()).doesNotContain("canary").doesNotContain("the way");
        assertThat(namespaces(attack).output()).doesNotContain("canary").doesNotContain("the way");
    }

    @Test
    void sockets_are_there_under_a_name_of_their_own() throws Exception {
        assertThat(full("cat /mnt/run/edge.sock").output()).isEqualTo("the way to core");
        assertThat(namespaces("cat /mnt/run/edge.sock").output()).isEqualTo("the way to core");
        assertThat(Isolation.FULL.seen(places).sockets()).isEqualTo(Path.of("/mnt/run"));
    }

    @Test
    void what_hides_the_data_cannot_be_taken_away() throws Exception {
        String attack = "umount " + data + " || unshare --user --map-root-user --mount umount " + data + "; cat " + data
                + "/store.db";
        assertThat(full(attack).output()).doesNotContain("canary");
        assertThat(namespaces(attack).output()).doesNotContain("canary");
    }

    @Test
    void no_other_process_is_seen() throws Exception {
        String attack = "cat /proc/" + ProcessHandle.current().pid() + "/environ; kill -0 "
                + ProcessHandle.current().pid() + " && echo reached; set -- /proc/[0-9]*; echo $#";
        assertThat(full(attack).output()).doesNotContain("reached").endsWith("\n1");
        assertThat(namespaces(attack).output()).doesNotContain("reached").endsWith("\n1");
    }

    @Test
    void only_low_ports_remain_of_what_root_may() throws Exception {
        String attack = "id -u; grep -E 'Cap(Prm|Eff|Bnd)|NoNewPrivs' /proc/self/status | tr -d '\\t '";
        // CAP_NET_BIND_SERVICE is bit 10 (capability.h).
        assertThat(full(attack).output().lines())
                .containsExactly(
                        String.valueOf(Isolation.USER),
                        "CapPrm:0000000000000400",
                        "CapEff:0000000000000400",
                        "CapBnd:0000000000000400",
                        "NoNewPrivs:1");
        assertThat(namespaces(attack).output())
                .contains("CapEff:0000000000000000")
                .contains("NoNewPrivs:1");
    }

    @Test
    void status_of_the_program_comes_out() throws Exception {
        assertThat(full("exit 42").status()).isEqualTo(42);
        assertThat(namespaces("exit 42").status()).isEqualTo(42);
    }

    @Test
    void best_is_what_works_here() {
        assertThat(Isolation.best(isRoot() ? 0 : 1000)).isEqualTo(isRoot() ? Isolation.FULL : Isolation.NAMESPACES);
    }
}
