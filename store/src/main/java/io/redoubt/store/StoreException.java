package io.redoubt.store;

import io.redoubt.policy.Problem;
import org.jspecify.annotations.Nullable;

/// Why the store did not do what it was asked. Each kind is one thing that a caller can do about it. The text names
/// tables, row ids and files, never a value, a name or a key.
public abstract sealed class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private StoreException(Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /// What to tell the operator.
    public Problem problem() {
        return problem;
    }

    /// The root key is not the one under which this store was sealed.
    public static final class WrongKey extends StoreException {
        private static final long serialVersionUID = 1L;

        public WrongKey(Problem problem) {
            super(problem, null);
        }
    }

    /// There is data, and its root key is not where it should be.
    public static final class KeyMissing extends StoreException {
        private static final long serialVersionUID = 1L;

        public KeyMissing(Problem problem) {
            super(problem, null);
        }
    }

    /// A sealed value is not what was written there: changed, cut, or moved from another row, column or table.
    public static final class Tampered extends StoreException {
        private static final long serialVersionUID = 1L;

        public Tampered(Problem problem) {
            super(problem, null);
        }
    }

    /// A sealed value was genuine once, at another version of its row than the row now claims.
    public static final class RolledBack extends StoreException {
        private static final long serialVersionUID = 1L;

        public RolledBack(Problem problem) {
            super(problem, null);
        }
    }

    /// Another writer was first, or the row is not in the state that the caller expected. Read again, then decide.
    public static final class Conflict extends StoreException {
        private static final long serialVersionUID = 1L;

        public Conflict(Problem problem, @Nullable Throwable cause) {
            super(problem, cause);
        }
    }

    /// The database cannot be used for now: full, read-only, busy, or not reached. Nothing was acknowledged.
    public static final class Unavailable extends StoreException {
        private static final long serialVersionUID = 1L;

        public Unavailable(Problem problem, @Nullable Throwable cause) {
            super(problem, cause);
        }
    }

    /// The database file itself is broken below the barrier.
    public static final class Damaged extends StoreException {
        private static final long serialVersionUID = 1L;

        public Damaged(Problem problem, @Nullable Throwable cause) {
            super(problem, cause);
        }
    }

    /// Redoubt will not work with this directory, file or database until an operator mends it.
    public static final class Refused extends StoreException {
        private static final long serialVersionUID = 1L;

        public Refused(Problem problem, @Nullable Throwable cause) {
            super(problem, cause);
        }

        public Refused(Problem problem) {
            this(problem, null);
        }
    }
}
