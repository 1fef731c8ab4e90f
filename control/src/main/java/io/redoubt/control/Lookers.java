package io.redoubt.control;

import io.redoubt.control.Task.Outcome;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The threads that look: platform threads, so that the kernel takes a spinning one's core away, and daemons, so that
/// one that never ends does not keep the process alive. Used again once a look is over, as starting a thread waits for
/// a core.
final class Lookers {

    private final ThreadPoolExecutor threads;
    private final Set<Task.Key> out = ConcurrentHashMap.newKeySet();

    Lookers() {
        // Bounded by who asks: `count()` tells how many are out.
        threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                1,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("looker-", 1).factory());
    }

    /// How many looks have not ended, those that nobody waits for any more included.
    int count() {
        return out.size();
    }

    boolean isLooking(Task.Key key) {
        return out.contains(key);
    }

    /// Looks on a thread of its own, and tells when it is counted no more.
    ///
    /// @throws OutOfMemoryError when the machine has no thread to give
    Look send(Task.Key key, Supplier<Outcome> looking, Consumer<Outcome> tell) {
        Look look = new Look();
        out.add(key);
        try {
            threads.execute(() -> {
                Outcome outcome;
                look.begin();
                try {
                    outcome = looking.get();
                } finally {
                    look.end();
                    out.remove(key);
                }
                tell.accept(outcome);
            });
        } catch (OutOfMemoryError none) {
            out.remove(key);
            throw none;
        }
        return look;
    }

    /// Lets an interrupt reach one look, and never the one that its thread turns to afterwards: the executor clears
    /// what came too late to be noticed. Thread-safe.
    static final class Look {

        private @Nullable Thread thread;
        private boolean unwanted;

        private synchronized void begin() {
            thread = Thread.currentThread();
            if (unwanted) {
                thread.interrupt();
            }
        }

        private synchronized void end() {
            thread = null;
        }

        synchronized void interrupt() {
            unwanted = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
