package io.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What was seen is shown on a full disk, too.
class FullDiskCheckTest {

    @TempDir
    private Path directory;

    /// A small tmpfs in a mount namespace of the child's own.
    private List<String> run(long free) throws Exception {
        Path small = Files.createDirectory(directory.resolve("small"));
        String script = """
                exec unshare --map-root-user --mount sh -c '
                  mount -t tmpfs -o size=8m,mode=700 tmpfs "$0" && exec "$@"
                ' '%s' "$@"
                """.formatted(small);
        try (ChildJvm child = ChildJvm.start(script, FullDiskCheck.class, directory, free)) {
            List<String> lines = child.lines();
            assertThat(child.end()).as(child.errors()).isZero();
            return lines;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 40_960, 65_536, 131_072})
    void verdicts_are_shown_with_a_warning_and_their_status_is_kept(long free) throws Exception {
        assertThat(run(free))
                .satisfiesExactly(
                        failing -> assertThat(failing)
                                .startsWith("1 ")
                                .contains("tls.private-key-permissions", "|warning: this round is not recorded: "),
                        passing -> assertThat(passing)
                                .startsWith("3 ")
                                .contains("tls.private-key-permissions", "|warning: this round is not recorded: "),
                        recorded -> assertThat(recorded).startsWith("0 ").doesNotContain("warning"));
    }
}
