package io.redoubt.data;

import java.io.IOException;
import java.nio.file.Path;

/// A private directory that is gone afterwards, unless it was given a name meanwhile.
record Scratch(Path path) implements AutoCloseable {

    static Scratch in(Path above, String prefix) throws IOException {
        return new Scratch(PrivateFiles.makeDirectory(above, prefix));
    }

    @Override
    public void close() throws IOException {
        PrivateFiles.delete(path);
    }
}
