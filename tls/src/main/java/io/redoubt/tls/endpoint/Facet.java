package io.redoubt.tls.endpoint;

import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.Deadline;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// One question: put when the first reader wants its answer, once, on a thread of its own, and answered to all readers.
/// A reader that is interrupted leaves; the question and its other readers go on.
final class Facet<T> {

    /// Puts the question. Ends by itself at its deadline.
    @FunctionalInterface
    interface Question<T> {
        Answer<T> ask() throws InterruptedException;
    }

    private final ThreadFactory threads;
    private final FutureTask<Answer<T>> task;
    private final AtomicBoolean asked = new AtomicBoolean();

    Facet(ThreadFactory threads, Question<T> question) {
        this.threads = threads;
        this.task = new FutureTask<>(question::ask);
    }

    static <T> Facet<T> of(Question<T> question) {
        return new Facet<>(Thread.ofVirtual().factory(), question);
    }

    void ask() {
        if (asked.compareAndSet(false, true)) {
            threads.newThread(task).start();
        }
    }

    /// @param silence what is said where no answer came in time
    Answer<T> answer(Deadline deadline, String silence) throws InterruptedException {
        ask();
        try {
            return task.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new Undetermined<>(Obstacle.TIMED_OUT, silence);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a probe failed", failure.getCause());
        }
    }
}
