package io.redoubt.assembly;

import io.redoubt.policy.References;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;

/// The environment of this process, and the files of this machine.
public final class ProcessReferences implements References {

    private static final int LARGEST = 65_536;

    private final Map<String, String> environment;
    private final Path directory;

    /// @param directory what relative paths begin at: the policy's own
    public ProcessReferences(Map<String, String> environment, Path directory) {
        this.environment = Map.copyOf(environment);
        this.directory = directory;
    }

    @Override
    public Optional<String> environment(String variable) {
        return Optional.ofNullable(environment.get(variable));
    }

    @Override
    public String file(String path) throws IOException {
        byte[] bytes = read(path);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.endsWith("\r\n")) {
                return text.substring(0, text.length() - 2);
            }
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException("not UTF-8", e);
        }
    }

    private byte[] read(String path) throws IOException {
        try {
            Path file = directory.resolve(path);
            BasicFileAttributes kind = Files.readAttributes(file, BasicFileAttributes.class);
            if (!kind.isRegularFile()) {
                // A pipe or a terminal would be waited for, maybe for ever.
                throw new IOException(kind.isDirectory() ? "is a directory" : "is no regular file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new IOException("larger than 64 KiB");
                }
                return bytes;
            }
        } catch (NoSuchFileException e) {
            throw new IOException("no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("permission denied", e);
        } catch (InvalidPathException e) {
            throw new IOException("not a path", e);
        }
    }
}
