package io.redoubt.cli;

/// What a process tells its caller. Public for ever; documented in `docs/exit-status-and-automation.md`.
final class ExitStatus {

    static final int OK = 0;
    /// An unwaived Fail at or above `--fail-on`.
    static final int FAILED = 1;
    /// The command line or the policy has a problem; nothing was looked at.
    static final int USAGE = 2;
    /// An unwaived Unknown at or above `--fail-on`, or nothing could be assessed.
    static final int UNKNOWN = 3;
    /// As shells report a process that SIGINT ended.
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
