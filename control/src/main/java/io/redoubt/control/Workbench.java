package io.redoubt.control;

import java.util.concurrent.locks.ReentrantLock;

/// Where one process touches the world, one thread at a time: what a process holds is its own to go on with, so it has
/// one of these for all its [Mender]s.
public final class Workbench {

    private final Holder holder = Holder.ofThisProcess();
    private final ReentrantLock lock = new ReentrantLock();

    Holder holder() {
        return holder;
    }

    void take() throws InterruptedException {
        lock.lockInterruptibly();
    }

    void leave() {
        lock.unlock();
    }

    /// Whether nobody else works on it. Only asked by who has taken the bench.
    boolean mayTake(Holder other) {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("the bench is not taken");
        }
        return other.equals(holder) || !other.isAlive();
    }
}
