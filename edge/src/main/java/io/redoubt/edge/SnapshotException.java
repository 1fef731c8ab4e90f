package io.redoubt.edge;

import java.util.List;

/// A snapshot that can't be served. Its message may be logged: it quotes no value.
public final class SnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SnapshotException(List<String> problems) {
        super("the snapshot can't be served: " + String.join("; ", problems));
    }
}
