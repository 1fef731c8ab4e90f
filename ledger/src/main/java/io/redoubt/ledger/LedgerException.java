package io.redoubt.ledger;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why the ledger did not do it. What was to be appended was not acknowledged.
public abstract sealed class LedgerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private LedgerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// The disk, the file system or the signer refuses; the caller may try again when the cause is mended. The ledger
    /// returns by itself.
    public static final class Unavailable extends LedgerException {
        private static final long serialVersionUID = 1L;

        Unavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// What is on disk is not what was recorded; someone has to look. Nothing was changed.
    public static final class Damaged extends LedgerException {
        private static final long serialVersionUID = 1L;

        private final transient List<Finding> findings;

        Damaged(String where, List<Finding> findings) {
            super(
                    where
                            + " is damaged: "
                            + findings.stream().limit(5).map(Finding::toString).collect(Collectors.joining("; ")),
                    null);
            this.findings = List.copyOf(findings);
        }

        public List<Finding> findings() {
            return findings;
        }
    }

    /// The event cannot be an entry, now or later: it is too large.
    public static final class Refused extends LedgerException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null);
        }
    }

    /// Another process, or another part of this one, writes this ledger.
    public static final class InUse extends LedgerException {
        private static final long serialVersionUID = 1L;

        InUse(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The ledger was closed.
    public static final class Closed extends LedgerException {
        private static final long serialVersionUID = 1L;

        Closed(String message) {
            super(message, null);
        }
    }
}
