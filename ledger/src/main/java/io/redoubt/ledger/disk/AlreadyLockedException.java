package io.redoubt.ledger.disk;

import java.io.IOException;

/// Someone else holds the lock.
public final class AlreadyLockedException extends IOException {

    private static final long serialVersionUID = 1L;

    public AlreadyLockedException(String file) {
        super(file + " is locked");
    }
}
