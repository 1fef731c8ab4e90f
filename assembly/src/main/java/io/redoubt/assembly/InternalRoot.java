package io.redoubt.assembly;

import io.redoubt.store.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the root of the internal CA lies for clients to trust.
record InternalRoot(DataDirectory directory) {

    private Path file() {
        return directory.path().resolve("internal-ca.pem");
    }

    /// Empty until it is kept.
    Optional<Path> find() {
        return Optional.of(file()).filter(Files::isRegularFile);
    }

    void keep(String pem) {
        try {
            Files.writeString(file(), pem);
        } catch (IOException e) {
            throw new UncheckedIOException("the root of the internal CA can't be kept", e);
        }
    }
}
