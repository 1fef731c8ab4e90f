package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Faults of a real kernel, in a mount namespace of their own.
class RealFaultTest {

    /// In a namespace where only a small tmpfs is seen; when the child ends, what is there is copied out.
    private static final String SMALL_DISK = """
            target=$1; shift
            exec unshare --map-root-user --mount sh -c '
              target=$1; shift
              mkdir -p "$target/small" && mount -t tmpfs -o size=1m tmpfs "$target/small" || exit 9
              "$@"
              cp -a "$target/small/ledger" "$target/kept"
            ' sh "$target" "$@"
            """;

    @Test
    void full_disk_acknowledges_nothing_that_is_not_there(@TempDir Path directory) throws Exception {
        ChildJvm child = ChildJvm.start(
                withArgument(SMALL_DISK, directory),
                Child.class,
                directory.resolve("small/ledger"),
                4,
                1_500,
                256 << 10);
        List<String> lines = child.lines();
        assertThat(lines).last().isEqualTo("closed");
        Map<Long, String> acknowledged = acknowledged(lines);
        assertThat(acknowledged).isNotEmpty();
        assertThat(lines).anyMatch(line -> line.startsWith("failed Unavailable ") && line.contains("No space left"));

        Fixture fixture = new Fixture(directory.resolve("kept"));
        assertThat(fixture.audit().findings()).isEmpty();
        try (Ledger ledger = fixture.open()) {
            acknowledged.forEach((index, id) ->
                    assertThat(ledger.read(index).orElseThrow().event().id()).isEqualTo(id));
            // There is room where it was copied to.
            assertThat(ledger.append(Fixture.event(0))).isGreaterThanOrEqualTo(acknowledged.size());
        }
    }

    @Test
    void read_only_directory_is_a_clear_error(@TempDir Path directory) throws Exception {
        String script = """
                target=$1; shift
                exec unshare --map-root-user --mount sh -c '
                  target=$1; shift
                  mount --bind "$target" "$target" && mount -o remount,bind,ro "$target" || exit 9
                  "$@"
                ' sh "$target" "$@"
                """;
        ChildJvm child =
                ChildJvm.start(withArgument(script, directory), Child.class, directory.resolve("ledger"), 1, 1, 4096);
        assertThat(child.lines())
                .singleElement()
                .asString()
                .startsWith("failed Unavailable the ledger at ")
                .contains("Read-only file system");
    }

    @Test
    void permission_taken_away_is_a_clear_error(@TempDir Path directory) throws Exception {
        Path ledger = Fixture.filled(directory.resolve("ledger"), 1).stream();
        Files.setPosixFilePermissions(ledger, PosixFilePermissions.fromString("r-x------"));
        Files.setPosixFilePermissions(
                ledger.resolve("00000000000000000000.log"), PosixFilePermissions.fromString("---------"));
        // Root may do all, so the child gives up what root may do beyond its files' permissions.
        String script = """
                shift
                if [ "$(id -u)" = 0 ]; then
                  exec setpriv --bounding-set -all --inh-caps -all --securebits +noroot -- "$@"
                fi
                exec "$@"
                """;
        List<String> lines = ChildJvm.start(
                        withArgument(script, directory), Child.class, directory.resolve("ledger"), 1, 1, 4096)
                .lines();
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("failed Unavailable ")
                .contains("permission denied to ");
        Files.setPosixFilePermissions(ledger, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(
                ledger.resolve("00000000000000000000.log"), PosixFilePermissions.fromString("rw-------"));
        assertThat(new Fixture(directory.resolve("ledger")).audit().intact()).isTrue();
    }

    private static String withArgument(String script, Path directory) {
        return "set -- '" + directory + "' \"$@\"\n" + script;
    }

    private static Map<Long, String> acknowledged(List<String> lines) {
        Map<Long, String> acknowledged = new TreeMap<>();
        for (String line : lines) {
            if (line.startsWith("ok ")) {
                String[] words = line.split(" ", -1);
                acknowledged.put(Long.parseLong(words[1]), words[2]);
            }
        }
        return acknowledged;
    }
}
