package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A disk that is full while a backup is made or brought back.
class FullDiskTest {

    @TempDir
    Path directory;

    private AgeKeys keys;
    private CreatedBackup backup;

    @BeforeEach
    void fill() throws Exception {
        keys = AgeKeys.make(directory.resolve("identity.txt"));
        Files.createDirectory(directory.resolve("small"));
        Path shelf = Files.createDirectory(directory.resolve("shelf"));
        try (Node node = Node.open(directory.resolve("shop"))) {
            node.record(0, 500);
            backup = new OwnBackups(Node.CLOCK).create(node, keys.recipients(), shelf);
        }
    }

    /// A small tmpfs in a mount namespace of the child's own.
    private String onSmallDisk() {
        return """
                exec unshare --map-root-user --mount sh -c '
                  mount -t tmpfs -o size=8m,mode=700 tmpfs "$0" && exec "$@"
                ' '%s' "$@"
                """.formatted(directory.resolve("small"));
    }

    private List<String> run(String what, long free) {
        try (ChildJvm child =
                ChildJvm.start(onSmallDisk(), FullDisk.class, what, directory, keys.publicKey(), keys.file(), free)) {
            List<String> lines = child.lines();
            assertThat(child.end()).as(child.errors()).isZero();
            return lines;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4_096, 65_536})
    void backup_that_finds_no_room_is_not_there_and_the_next_one_is(long free) {
        assertThat(backup.size()).isGreaterThan(65_536);
        assertThat(run("create", free))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("Unavailable ").contains("space"),
                        line -> assertThat(line).isEqualTo("worked"));
    }

    @Test
    void restore_that_finds_no_room_half_way_is_not_there_and_the_next_one_is() {
        assertThat(run("restore", backup.manifest().size() + 4_096))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("Unavailable ").contains("space"),
                        line -> assertThat(line).isEqualTo("worked"));
    }

    @Test
    void restore_that_can_find_no_room_is_refused_before_it_begins() {
        assertThat(run("restore", backup.manifest().size() / 2))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("Unavailable ").contains("has room for"),
                        line -> assertThat(line).isEqualTo("worked"));
    }
}
