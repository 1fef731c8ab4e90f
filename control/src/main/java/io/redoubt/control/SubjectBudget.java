package io.redoubt.control;

import java.util.ArrayList;
import java.util.List;

/// How long one subject may still be looked at. It shrinks while any of its controls looks, not while all of them wait
/// for a turn, so that neither a hanging subject takes several time-outs nor a long queue eats up a healthy one's time.
/// Confined to the round's thread.
final class SubjectBudget {

    private final List<Task> tasks = new ArrayList<>();
    private long leftNanos;
    private int running;
    private long runningSinceNanos;

    SubjectBudget(long nanos) {
        leftNanos = nanos;
    }

    void add(Task task) {
        tasks.add(task);
    }

    List<Task> tasks() {
        return tasks;
    }

    void started(long now) {
        if (running++ == 0) {
            runningSinceNanos = now;
        }
    }

    void ended(long now) {
        if (--running == 0) {
            leftNanos -= now - runningSinceNanos;
        }
    }

    boolean isRunning() {
        return running > 0;
    }

    /// At most 0 where nothing is left.
    long leftNanos(long now) {
        return isRunning() ? leftNanos - (now - runningSinceNanos) : leftNanos;
    }
}
