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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /// Root may do all, so the child gives up what root may do beyond its files' permissions.
    private static final String WITHOUT_RIGHTS = """
            if [ "$(id -u)" = 0 ]; then
              exec setpriv --bounding-set -all --inh-caps -all --securebits +noroot -- "$@"
            fi
            exec "$@"
            """;

    private static final String AS_IT_IS = "exec \"$@\"";

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
        List<String> lines = ChildJvm.start(WITHOUT_RIGHTS, Child.class, directory.resolve("ledger"), 1, 1, 4096)
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

    @Test
    void disk_that_fills_while_writing_is_a_clear_error_until_there_is_space(@TempDir Path directory) throws Exception {
        Path filler = directory.resolve("small/filler");
        List<String> lines = underFault(
                withArgument(SMALL_DISK, directory),
                directory.resolve("small/ledger"),
                "head -c 2m /dev/zero 2> /dev/null > " + filler + " || true",
                "rm " + filler);
        assertServiceReturned(lines, "failed Unavailable ", "No space left on device", directory.resolve("kept"));
    }

    /// A mount with files open for writing can't be made read-only; one that is laid over it can.
    @Test
    void directory_that_becomes_read_only_while_writing_is_a_clear_error_until_it_is_not(@TempDir Path directory)
            throws Exception {
        Path ledger = directory.resolve("small/ledger");
        List<String> lines = underFault(
                withArgument(SMALL_DISK, directory),
                ledger,
                "mount --bind D D && mount -o remount,bind,ro D".replace("D", ledger.toString()),
                "umount " + ledger);
        assertServiceReturned(lines, "failed Unavailable ", "Read-only file system", directory.resolve("kept"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0500", "0000"})
    void permission_taken_away_while_writing_is_a_clear_error_until_it_is_given_back(
            String mode, @TempDir Path directory) throws Exception {
        Path stream = directory.resolve("evidence");
        List<String> lines =
                underFault(WITHOUT_RIGHTS, directory, "chmod " + mode + " " + stream, "chmod 0700 " + stream);
        assertServiceReturned(lines, "failed Unavailable ", "permission denied to ", directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(ls S/*.log | tail -1)", "S"})
    void entries_removed_while_writing_are_a_clear_error_until_they_are_back(String file, @TempDir Path directory)
            throws Exception {
        String place = directory.resolve("removed").toString();
        List<String> lines = underFault(
                AS_IT_IS,
                directory,
                "f=" + named(file, directory) + "; echo $f > P.name; mv $f P".replace("P", place),
                "mv P $(cat P.name)".replace("P", place));
        assertServiceReturned(lines, "failed ", " is not there", directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S/head", "S/tree/0"})
    void file_removed_while_writing_is_a_clear_error_and_made_anew(String file, @TempDir Path directory)
            throws Exception {
        List<String> lines = underFault(AS_IT_IS, directory, "rm " + named(file, directory), "true");
        assertServiceReturned(lines, "failed Unavailable ", " is not there", directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(ls S/*.log | tail -1)", "S/head", "S/tree/0"})
    void file_replaced_while_writing_is_a_clear_error_and_what_it_held_is_kept(String file, @TempDir Path directory)
            throws Exception {
        String command = "f=" + named(file, directory) + "; cp -p $f $f.copy; mv $f.copy $f";
        List<String> lines = underFault(AS_IT_IS, directory, command, "true");
        assertServiceReturned(lines, "failed Unavailable ", " was replaced ", directory);
    }

    private static String named(String file, Path directory) {
        return file.replace("S", directory.resolve("evidence").toString());
    }

    private static List<String> underFault(String script, Path ledger, String fault, String mend) {
        return ChildJvm.start(script, FaultedChild.class, ledger, fault, mend).lines();
    }

    private static void assertServiceReturned(List<String> lines, String kind, String why, Path kept) {
        int mended = lines.indexOf("mended");
        assertThat(mended).isPositive();
        assertThat(lines.subList(0, mended)).anyMatch(line -> line.startsWith(kind) && line.contains(why));
        assertThat(lines.subList(mended + 1, lines.size() - 1))
                .hasSize(FaultedChild.EVENTS)
                .allMatch(line -> line.startsWith("ok "));
        assertThat(lines).last().isEqualTo("findings 0");

        Fixture fixture = new Fixture(kept);
        assertThat(fixture.audit().findings()).isEmpty();
        try (Ledger ledger = fixture.open()) {
            acknowledged(lines)
                    .forEach((index, id) -> assertThat(
                                    ledger.read(index).orElseThrow().event().id())
                            .isEqualTo(id));
        }
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
