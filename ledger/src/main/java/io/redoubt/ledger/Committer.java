package io.redoubt.ledger;

import io.redoubt.ledger.disk.AlreadyLockedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Commits in groups: whatever callers brought while one commit was under way goes into the next, which is made by a
/// thread of this class. A lone caller commits itself, which saves waking that thread and being woken by it. One at a
/// time has the files. After a failure they are opened anew before the next group, back to the last checkpoint that is
/// known to be durable.
final class Committer implements AutoCloseable {

    /// As many bytes as one commit takes at most.
    static final int GROUP_BYTES = 4 << 20;

    private final LogOpener opener;
    private final String where;
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private final Thread thread;

    // These three are guarded by `waiting`.
    private boolean committing;
    private boolean alone = true;
    private boolean closed;

    /// Of the thread that is committing.
    private @Nullable LogWriter writer;

    private volatile Checkpoint newest;

    private record Request(List<Leaf> leaves, int bytes, long epoch, CompletableFuture<Long> index) {}

    Committer(LogOpener opener, LogWriter writer, String where) {
        this.opener = opener;
        this.writer = writer;
        this.where = where;
        this.newest = writer.newest();
        this.thread = Thread.ofPlatform().name("ledger " + where).daemon().unstarted(this::run);
        thread.start();
    }

    /// The newest checkpoint that is durable.
    Checkpoint newest() {
        return newest;
    }

    /// The same in their order, each as much as one commit takes.
    static List<List<Leaf>> parts(List<Leaf> leaves) {
        List<List<Leaf>> parts = new ArrayList<>();
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < leaves.size(); i++) {
            int more = leaves.get(i).framed();
            if (bytes + more > GROUP_BYTES) {
                parts.add(leaves.subList(from, i));
                from = i;
                bytes = 0;
            }
            bytes += more;
        }
        if (from < leaves.size()) {
            parts.add(leaves.subList(from, leaves.size()));
        }
        return parts;
    }

    /// Waits until the entries are durable; they are next to each other, under one checkpoint.
    ///
    /// @return the first one's index
    long append(List<Leaf> leaves) {
        return append(leaves, 1);
    }

    /// The same, in this epoch unless the stream is in a later one.
    long append(List<Leaf> leaves, long epoch) {
        int bytes = leaves.stream().mapToInt(Leaf::framed).sum();
        if (bytes > GROUP_BYTES) {
            throw new LedgerException.Refused("entries appended together have at most " + GROUP_BYTES
                    + " bytes, these have " + bytes + "; append them in parts");
        }
        Request request = new Request(leaves, bytes, epoch, new CompletableFuture<>());
        boolean commitsItself;
        synchronized (waiting) {
            if (closed) {
                throw new LedgerException.Closed("the ledger at " + where + " is closed");
            }
            // A virtual thread would keep its carrier from others for as long as the disk takes.
            boolean free = alone && !committing && waiting.isEmpty();
            commitsItself = free && !Thread.currentThread().isVirtual();
            if (commitsItself) {
                committing = true;
            } else {
                waiting.add(request);
                if (!committing) {
                    waiting.notifyAll();
                }
            }
        }
        if (commitsItself) {
            commit(List.of(request));
        }
        try {
            return request.index().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LedgerException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void run() {
        for (List<Request> group = take(); !group.isEmpty(); group = take()) {
            commit(group);
        }
        finish();
    }

    private List<Request> take() {
        List<Request> group = new ArrayList<>();
        synchronized (waiting) {
            while (committing || (waiting.isEmpty() && !closed)) {
                try {
                    waiting.wait();
                } catch (InterruptedException _) {
                    // Nobody has this thread but this class.
                }
            }
            int bytes = 0;
            for (Request next = waiting.peek();
                    next != null && bytes + next.bytes() <= GROUP_BYTES;
                    next = waiting.peek()) {
                group.add(waiting.remove());
                bytes += next.bytes();
            }
            committing = !group.isEmpty();
        }
        return group;
    }

    private void commit(List<Request> group) {
        try {
            write(group);
        } finally {
            synchronized (waiting) {
                committing = false;
                alone = group.size() == 1 && waiting.isEmpty();
                if (closed || !waiting.isEmpty()) {
                    waiting.notifyAll();
                }
            }
        }
    }

    private void write(List<Request> group) {
        long index;
        try {
            LogWriter present = writer;
            if (present == null) {
                present = opener.reopen(newest);
                writer = present;
            }
            index = newest.size();
            newest = present.commit(
                    group.stream().flatMap(request -> request.leaves().stream()).toList(),
                    group.stream().mapToLong(Request::epoch).reduce(newest.epoch(), Math::max));
        } catch (IOException | RuntimeException | Error e) {
            abandon();
            LedgerException failure = failure(e, where);
            group.forEach(request -> request.index().completeExceptionally(failure));
            return;
        }
        for (Request request : group) {
            request.index().complete(index);
            index += request.leaves().size();
        }
    }

    static LedgerException failure(Throwable e, String where) {
        return switch (e) {
            case LedgerException failure -> failure;
            case AlreadyLockedException _ ->
                new LedgerException.InUse("the ledger at " + where + " is written by another process", e);
            default ->
                new LedgerException.Unavailable(
                        "the ledger at " + where + " cannot be written or read, so nothing was recorded: " + reason(e),
                        e);
        };
    }

    private static String reason(Throwable e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied to " + denied.getFile();
            case NoSuchFileException missing -> missing.getFile() + " is not there";
            case FileAlreadyExistsException there -> there.getFile() + " is there already";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private void abandon() {
        LogWriter failed = writer;
        writer = null;
        if (failed != null) {
            try {
                failed.close();
            } catch (IOException _) {
                // Its files are opened anew, whatever became of these.
            }
        }
    }

    private void finish() {
        LogWriter present = writer;
        if (present != null) {
            try {
                present.finish();
            } catch (IOException _) {
                // All that was acknowledged is durable; the zeroes behind it are cut at the next opening.
            }
        }
        abandon();
    }

    /// Commits what is waiting, then ends.
    @Override
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.notifyAll();
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
