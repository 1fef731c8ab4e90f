package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// At most eight connections to one address at once, whichever probes they belong to.
///
/// The one thing in this module that a whole process shares: probes of one endpoint know nothing of those of another
/// name on the same address.
final class AddressSlots {

    static final int PER_ADDRESS = 8;

    private static final Map<InetAddress, AddressSlots> IN_USE = new HashMap<>();

    private final InetAddress address;
    private final Semaphore slots = new Semaphore(PER_ADDRESS, true);
    private int users;

    private AddressSlots(InetAddress address) {
        this.address = address;
    }

    /// Waits for a slot until the deadline. The slot is given back by [#release].
    static AddressSlots acquire(InetAddress address, Deadline deadline) throws NoAnswer, InterruptedException {
        AddressSlots shared;
        synchronized (IN_USE) {
            shared = IN_USE.computeIfAbsent(address, AddressSlots::new);
            shared.users++;
        }
        boolean acquired = false;
        try {
            acquired = shared.slots.tryAcquire(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!acquired) {
                shared.leave();
            }
        }
        if (!acquired) {
            throw new NoAnswer(
                    Obstacle.TIMED_OUT,
                    address.getHostAddress() + " could not be asked: " + PER_ADDRESS + " connections to it were open");
        }
        return shared;
    }

    void release() {
        slots.release();
        leave();
    }

    private void leave() {
        synchronized (IN_USE) {
            if (--users == 0) {
                IN_USE.remove(address);
            }
        }
    }
}
