package io.redoubt.ledger.disk;

import java.io.Closeable;
import java.io.IOException;

/// Closes what nobody gets because something failed. A file that stays open keeps its space, also when it was deleted.
public final class Closing {

    private Closing() {}

    /// @param failure that is thrown next
    public static void after(Throwable failure, Closeable file) {
        try {
            file.close();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
