package io.redoubt.data;

import io.redoubt.policy.Problem;
import org.jspecify.annotations.Nullable;

/// Why a backup was not made, read or restored. Each kind is one thing that a caller can do about it. Nothing is left
/// half done.
public abstract sealed class BackupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private BackupException(Problem problem, @Nullable Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /// What to tell the operator.
    public Problem problem() {
        return problem;
    }

    /// The file is not a whole, unchanged backup that the key of a ledger signed.
    public static final class Damaged extends BackupException {
        private static final long serialVersionUID = 1L;

        public Damaged(Problem problem, @Nullable Throwable cause) {
            super(problem, cause);
        }
    }

    /// None of the given identities opens the file.
    public static final class WrongIdentity extends BackupException {
        private static final long serialVersionUID = 1L;

        public WrongIdentity(Problem problem, @Nullable Throwable cause) {
            super(problem, cause);
        }
    }

    /// The disk, the file system or the store refuses; try again when the cause is mended.
    public static final class Unavailable extends BackupException {
        private static final long serialVersionUID = 1L;

        public Unavailable(Problem problem, @Nullable Throwable cause) {
            super(problem, cause);
        }
    }

    /// What was asked for will not be done until the operator mends it.
    public static final class Refused extends BackupException {
        private static final long serialVersionUID = 1L;

        public Refused(Problem problem, @Nullable Throwable cause) {
            super(problem, cause);
        }

        public Refused(Problem problem) {
            this(problem, null);
        }
    }
}
