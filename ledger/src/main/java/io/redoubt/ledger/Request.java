package io.redoubt.ledger;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Entries whose caller waits until they are durable. To answer it takes no memory, so that one is answered also when
/// there is none.
final class Request {

    private final List<Leaf> leaves;
    private final int bytes;
    private final long epoch;
    private final Thread caller = Thread.currentThread();

    private long index;
    private @Nullable LedgerException failure;
    private volatile boolean answered;

    /// @param bytes what the entries take in a file
    Request(List<Leaf> leaves, int bytes, long epoch) {
        this.leaves = leaves;
        this.bytes = bytes;
        this.epoch = epoch;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    int bytes() {
        return bytes;
    }

    long epoch() {
        return epoch;
    }

    /// @param first the index of the first entry
    void acknowledge(long first) {
        index = first;
        answer();
    }

    void refuse(LedgerException why) {
        failure = why;
        answer();
    }

    private void answer() {
        answered = true;
        LockSupport.unpark(caller);
    }

    /// Waits for the answer; an interrupt stays for who looks for it later.
    ///
    /// @return the index of the first entry
    long await() {
        boolean interrupted = false;
        while (!answered) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
        return index;
    }
}
