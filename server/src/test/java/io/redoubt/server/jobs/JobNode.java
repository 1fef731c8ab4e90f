package io.redoubt.server.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.redoubt.store.KeyFile;
import io.redoubt.store.PostgresAddress;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import io.redoubt.store.VersionRecorder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// One node that shares a PostgreSQL: it tells of each job that it begins, and does what it is given.
final class JobNode implements AutoCloseable {

    static final String CONTROL = "tls.hsts";

    private final Store store;
    private final CustomTask<Void> task;
    private final Scheduler scheduler;

    JobNode(String name, int port, Path directory, Runnable work) {
        SecureRandom random = new SecureRandom();
        this.store = Store.open(
                new PostgresAddress("127.0.0.1", port, "postgres", "postgres", SecretBytes.ofUtf8("none"), null),
                Store.Contract.REFUSED,
                new KeyFile(directory.resolve("root.key"), random),
                VersionRecorder.none(),
                InstantSource.system(),
                random);
        this.task = Tasks.custom("look", Void.class).onDeadExecutionRevive().execute((_, _) -> {
            work.run();
            return new CompletionHandler.OnCompleteRemove<>();
        });
        this.scheduler = Claims.scheduler(store, name, InstantSource.system(), List.of(task), List.of());
        scheduler.start();
    }

    void schedule() {
        scheduler.scheduleIfNotExists(task.instance(CONTROL), Instant.now());
    }

    boolean isDone() {
        return scheduler.getScheduledExecution(task.instance(CONTROL)).isEmpty();
    }

    @Override
    public void close() {
        scheduler.stop();
        store.close();
    }

    /// Begins the job, and never ends it: PORT DIRECTORY.
    public static void main(String[] arguments) throws IOException {
        JobNode node = new JobNode("killed", Integer.parseInt(arguments[0]), Path.of(arguments[1]), () -> {
            System.out.println("looking");
            waitForTheEnd();
        });
        node.schedule();
        System.in.read();
    }

    private static void waitForTheEnd() {
        try {
            System.in.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
