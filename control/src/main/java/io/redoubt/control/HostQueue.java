package io.redoubt.control;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What waits for one host, so that a slow one holds up nothing but itself. Confined to the round's thread.
final class HostQueue {

    private final String host;
    private final int atOnce;
    private final Queue<Task> waiting = new ArrayDeque<>();
    private int running;
    private boolean asked;
    private long answeredAtNanos;

    HostQueue(String host, int atOnce) {
        this.host = host;
        this.atOnce = atOnce;
    }

    String host() {
        return host;
    }

    void add(Task task) {
        waiting.add(task);
    }

    boolean mayStart() {
        return running < atOnce && !waiting.isEmpty();
    }

    /// The next that still needs a verdict, or null.
    @Nullable
    Task next() {
        Task task = waiting.poll();
        while (task != null && task.isDecided()) {
            task = waiting.poll();
        }
        return task;
    }

    /// All that still need a verdict.
    List<Task> drain() {
        List<Task> left = List.copyOf(waiting);
        waiting.clear();
        return left;
    }

    void started(long now) {
        running++;
        if (!asked) {
            asked = true;
            answeredAtNanos = now;
        }
    }

    void ended() {
        running--;
    }

    void answered(long now) {
        answeredAtNanos = now;
    }

    long silentNanos(long now) {
        return now - answeredAtNanos;
    }
}
