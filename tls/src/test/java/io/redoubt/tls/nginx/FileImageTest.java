package io.redoubt.tls.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.World;
import io.redoubt.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody else has done to a file is never undone.
class FileImageTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("site.conf"), "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    private static Bytes bytes(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private FileImage image() throws IOException {
        return FileImage.of(file, bytes("before"), bytes("after"));
    }

    private void assertThatOnlyTheFileIsThere() {
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        assertThat(directory.toFile().list()).containsExactly("site.conf");
    }

    @Test
    void replaced_file_keeps_its_mode_and_is_put_back() throws Exception {
        FileImage image = image();
        image.replace();
        assertThat(file).hasContent("after");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        image.putBack();
        assertThat(file).hasContent("before");
        assertThatOnlyTheFileIsThere();
    }

    @Test
    void content_of_someone_else_is_not_replaced() throws Exception {
        FileImage image = image();
        Files.writeString(file, "theirs");
        assertThat(new FileImages(List.of(image)).seen())
                .isEqualTo(new World.Other(file.toRealPath() + " was changed by someone else"));
        assertThatThrownBy(image::replace).isInstanceOf(IOException.class).hasMessageContaining("someone else");
        assertThatThrownBy(image::putBack).isInstanceOf(IOException.class).hasMessageContaining("someone else");
        assertThat(file).hasContent("theirs");
        assertThatOnlyTheFileIsThere();
    }

    @Test
    void mode_of_someone_else_is_not_put_back() throws Exception {
        FileImage image = image();
        image.replace();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(image::putBack).isInstanceOf(IOException.class).hasMessageContaining("someone else");
        assertThat(file).hasContent("after");
    }

    /// Who made it one would have its content written over another file.
    @Test
    void file_that_has_become_a_symbolic_link_is_not_replaced() throws Exception {
        FileImage image = image();
        Path elsewhere = Files.move(file, directory.resolve("elsewhere"));
        Files.createSymbolicLink(file, elsewhere);
        assertThatThrownBy(image::replace).isInstanceOf(IOException.class).hasMessageContaining("someone else");
        assertThat(elsewhere).hasContent("before");
        assertThat(file).isSymbolicLink();
    }

    /// It would get another content under one name only.
    @Test
    void file_of_several_names_is_refused() throws Exception {
        Files.createLink(directory.resolve("second"), file);
        assertThatThrownBy(this::image)
                .isInstanceOf(IOException.class)
                .hasMessage(file.toRealPath() + " has several hard links");
    }
}
