package io.redoubt.server.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.redoubt.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// How jobs are claimed in the store. Who is silent for 12 s has lost its job; that is looked for every 6 s.
final class Claims {

    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    /// The fewest that the library takes.
    private static final int MISSED = 4;
    private static final Duration POLLING = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int THREADS = 4;
    private static final String TABLE = "job";

    private Claims() {}

    /// @param name     of this process, that no other ever had
    /// @param tasks    those that it can do
    /// @param recurring those of them that are scheduled from the start
    static Scheduler scheduler(
            Store store,
            String name,
            InstantSource clock,
            List<? extends Task<?>> tasks,
            List<RecurringTask<Void>> recurring) {
        return Scheduler.create(store.jobs(), List.copyOf(tasks))
                .startTasks(recurring)
                .tableName(TABLE)
                .schedulerName(() -> name)
                .serializer(new NoData())
                .clock(clock::instant)
                .threads(THREADS)
                .pollingInterval(POLLING)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED)
                .commitWhenAutocommitDisabled(true)
                .failureLogging(LogLevel.WARN, false)
                .shutdownMaxWait(PATIENCE)
                .build();
    }
}
