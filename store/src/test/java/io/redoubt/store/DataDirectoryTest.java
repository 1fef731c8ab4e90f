package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.redoubt.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path temporary;

    private Path path;

    @BeforeEach
    void name() {
        path = temporary.resolve("shop");
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void location_follows_user_service_and_environment() {
        var root = new Surroundings(true, Path.of("/superuser"), Map.of("XDG_DATA_HOME", "/ignored"));
        var user = new Surroundings(false, Path.of("/users/kim"), Map.of());
        var xdg = new Surroundings(false, Path.of("/users/kim"), Map.of("XDG_DATA_HOME", "/data"));
        var relative = new Surroundings(false, Path.of("/users/kim"), Map.of("XDG_DATA_HOME", "data"));
        assertThat(DataDirectory.locate("shop", Optional.empty(), root)).hasToString("/var/lib/redoubt/shop");
        assertThat(DataDirectory.locate("shop", Optional.of("prod"), user))
                .hasToString("/users/kim/.local/share/redoubt/shop-prod");
        assertThat(DataDirectory.locate("shop", Optional.empty(), xdg)).hasToString("/data/redoubt/shop");
        assertThat(DataDirectory.locate("shop", Optional.empty(), relative))
                .hasToString("/users/kim/.local/share/redoubt/shop");
        assertThatThrownBy(() -> DataDirectory.locate("../etc", Optional.empty(), root))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void new_directory_is_private_and_has_a_version() throws IOException {
        try (DataDirectory directory = DataDirectory.openOrCreate(path)) {
            assertThat(Ownership.of(path).octal()).isEqualTo("0700");
            assertThat(path.resolve("VERSION")).hasContent("1");
            assertThat(directory.ledger()).isDirectory();
            assertThat(directory.run()).isDirectory();
        }
        DataDirectory.open(path).close();
    }

    @Test
    void directory_that_is_not_there_is_not_made_by_opening_it() {
        assertThatThrownBy(() -> DataDirectory.open(path))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessage(
                        "there is no data directory " + path + "; redoubt up makes it, or name another with --data");
    }

    @Test
    void directory_in_use_names_its_holder() throws Exception {
        try (DataDirectory _ = DataDirectory.openOrCreate(path)) {
            assertThatThrownBy(() -> DataDirectory.open(path))
                    .hasMessageContaining(
                            "in use by this process, " + ProcessHandle.current().pid());
            // Asking within this process has not given the lock away.
            ChildJvm other = ChildJvm.start(ChildMain.Hold.class, path);
            assertThat(other.errors())
                    .contains("is in use by process " + ProcessHandle.current().pid()
                            + "; wait until it ends, or stop it");
        }
    }

    @Test
    void lock_of_a_killed_process_is_free() throws Exception {
        ChildJvm other = ChildJvm.start(ChildMain.Hold.class, path);
        assertThat(other.line()).isEqualTo("held");
        assertThatThrownBy(() -> DataDirectory.open(path))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("in use by process " + other.pid());
        other.kill();
        DataDirectory.open(path).close();
    }

    @Test
    void directory_that_others_can_enter_is_refused() throws IOException {
        DataDirectory.openOrCreate(path).close();
        mode(path, "rwxr-x---");
        assertThatThrownBy(() -> DataDirectory.open(path))
                .hasMessage("the data directory " + path + " has mode 0750, so others can get in; chmod 700 " + path);
    }

    @Test
    void symbolic_link_is_refused() throws IOException {
        DataDirectory.openOrCreate(path).close();
        Path link = Files.createSymbolicLink(temporary.resolve("link"), path);
        assertThatThrownBy(() -> DataDirectory.openOrCreate(link)).hasMessageContaining("is a symbolic link");
    }

    @Test
    void directory_of_another_user_is_refused() throws IOException {
        assumeThat(Ownership.ofThisProcess().uid()).isZero();
        DataDirectory.openOrCreate(path).close();
        Files.setAttribute(path, "unix:uid", 65_534);
        assertThatThrownBy(() -> DataDirectory.open(path)).hasMessageContaining("belongs to user 65534");
    }

    @Test
    void directory_below_one_that_everybody_can_write_to_is_refused() throws IOException {
        Path open = Files.createDirectory(temporary.resolve("open"));
        mode(open, "rwxrwxrwx");
        assertThatThrownBy(() -> DataDirectory.openOrCreate(open.resolve("shop")))
                .hasMessageContaining("everybody can write to");
    }

    @Test
    void newer_directory_is_refused() throws IOException {
        DataDirectory.openOrCreate(path).close();
        Files.writeString(path.resolve("VERSION"), "2\n");
        assertThatThrownBy(() -> DataDirectory.open(path))
                .hasMessage("the data directory " + path + " has version 2, and this redoubt knows 1;"
                        + " use the newer redoubt that wrote it");
    }

    @Test
    void version_that_is_none_is_refused() throws IOException {
        DataDirectory.openOrCreate(path).close();
        for (String text : new String[] {"", "one", "-1", "99999999999999999999"}) {
            Files.writeString(path.resolve("VERSION"), text);
            assertThatThrownBy(() -> DataDirectory.open(path)).hasMessageContaining("does not hold a version");
        }
    }

    @Test
    void directory_of_something_else_is_refused() throws IOException {
        Files.createDirectory(path);
        mode(path, "rwx------");
        Files.createFile(path.resolve("notes.txt"));
        assertThatThrownBy(() -> DataDirectory.openOrCreate(path)).hasMessageContaining("is not a data directory");
        assertThat(path.resolve("VERSION")).doesNotExist();
    }

    @Test
    void directory_left_by_a_crash_while_it_was_made_is_completed() throws IOException {
        Files.createDirectory(path);
        mode(path, "rwx------");
        Files.writeString(path.resolve("VERSION.new"), "");
        DataDirectory.openOrCreate(path).close();
        assertThat(path.resolve("VERSION")).hasContent("1");
    }
}
