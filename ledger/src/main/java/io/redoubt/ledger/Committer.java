package io.redoubt.ledger;

import io.redoubt.ledger.disk.AlreadyLockedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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
    /// Made beforehand: without memory none can be made.
    private final LedgerException exhausted;

    // These three are guarded by `waiting`.
    private boolean committing;
    private boolean alone = true;
    private boolean closed;

    /// Of the thread that is committing.
    private @Nullable LogWriter writer;

    private volatile Checkpoint newest;

    Committer(LogOpener opener, LogWriter writer, String where) {
        this.opener = opener;
        this.writer = writer;
        this.where = where;
        this.newest = writer.newest();
        this.exhausted = failure(new OutOfMemoryError("no memory is left"), where);
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
        Request request = new Request(leaves, bytes, epoch);
        List<Request> group = List.of(request);
        boolean commitsItself = false;
        try {
            commitsItself = enqueue(request);
            if (commitsItself) {
                commit(group);
            }
        } finally {
            if (commitsItself) {
                release(true);
            }
        }
        return request.await();
    }

    /// @return whether the caller is alone, and is to commit it itself
    private boolean enqueue(Request request) {
        synchronized (waiting) {
            if (closed) {
                throw new LedgerException.Closed("the ledger at " + where + " is closed");
            }
            // A virtual thread would keep its carrier from others for as long as the disk takes.
            boolean free = alone && !committing && waiting.isEmpty();
            if (free && !Thread.currentThread().isVirtual()) {
                committing = true;
                return true;
            }
            waiting.add(request);
            if (!committing) {
                waiting.notifyAll();
            }
            return false;
        }
    }

    /// Lets the next one have the files.
    ///
    /// @param lone whether the group had one request
    private void release(boolean lone) {
        synchronized (waiting) {
            committing = false;
            alone = lone && waiting.isEmpty();
            if (closed || !waiting.isEmpty()) {
                waiting.notifyAll();
            }
        }
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn) {
            try {
                goesOn = commitNext();
            } catch (RuntimeException | Error _) {
                // No memory: whoever was in the group has been told, and whoever was not still waits.
            }
        }
        finish();
    }

    /// @return false at the end
    private boolean commitNext() {
        List<Request> group = take();
        if (group.isEmpty()) {
            return false;
        }
        try {
            commit(group);
        } finally {
            release(group.size() == 1);
        }
        return true;
    }

    private List<Request> take() {
        synchronized (waiting) {
            while (committing || (waiting.isEmpty() && !closed)) {
                try {
                    waiting.wait();
                } catch (InterruptedException _) {
                    // Nobody has this thread but this class.
                }
            }
            // All that needs memory comes first: a request that was removed is answered.
            List<Request> group = new ArrayList<>(waiting.size());
            int bytes = 0;
            for (Request next = waiting.peek();
                    next != null && bytes + next.bytes() <= GROUP_BYTES;
                    next = waiting.peek()) {
                group.add(waiting.remove());
                bytes += next.bytes();
            }
            committing = !group.isEmpty();
            return group;
        }
    }

    /// Answers every request, whatever happens.
    private void commit(List<Request> group) {
        long index = newest.size();
        LedgerException failure = exhausted;
        boolean durable = false;
        try {
            write(group);
            durable = true;
        } catch (IOException | RuntimeException | Error e) {
            abandon();
            failure = failure(e, where);
        } finally {
            for (Request request : group) {
                if (durable) {
                    request.acknowledge(index);
                } else {
                    request.refuse(failure);
                }
                index += request.leaves().size();
            }
        }
    }

    private void write(List<Request> group) throws IOException {
        LogWriter present = writer;
        if (present == null) {
            present = opener.reopen(newest);
            writer = present;
        }
        newest = present.commit(
                group.stream().flatMap(request -> request.leaves().stream()).toList(),
                group.stream().mapToLong(Request::epoch).reduce(newest.epoch(), Math::max));
    }

    static LedgerException failure(Throwable e, String where) {
        return switch (e) {
            case LedgerException failure -> failure;
            case AlreadyLockedException _ ->
                new LedgerException.InUse("the ledger at " + where + " is written by another process", e);
            default ->
                new LedgerException.Unavailable(
                        "the ledger at " + where + " cannot be written or read, so this was not recorded: " + reason(e),
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
        try {
            // What was refused last may stand there whole: opened anew, it is cut.
            LogWriter present = writer == null ? opener.reopen(newest) : writer;
            writer = present;
            present.finish();
        } catch (IOException | RuntimeException | Error _) {
            // All that was acknowledged is durable, and the zeroes behind it are cut at the next opening.
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
