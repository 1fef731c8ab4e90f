package io.redoubt.tls;

import io.redoubt.store.Issuance.Lease;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import io.redoubt.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The right to issue, kept alive while it is used. Whoever lost it finds out when it writes, and then nothing of what
/// it wrote counts.
final class LeaseHold implements AutoCloseable {

    /// A node that was killed is replaced after this.
    static final Duration TERM = Duration.ofSeconds(25);

    private static final Duration BEAT = Duration.ofSeconds(6);
    private static final String NAME = "certificates";

    private final Store store;
    private final Lease lease;
    private final InstantSource clock;
    private final Thread heart;

    private LeaseHold(Store store, Lease lease, InstantSource clock) {
        this.store = store;
        this.lease = lease;
        this.clock = clock;
        this.heart = Thread.startVirtualThread(this::beat);
    }

    /// @return nothing while another has it
    static Optional<LeaseHold> acquire(Store store, String node, InstantSource clock) {
        Optional<Lease> lease =
                store.inTransaction(transaction -> transaction.issuance().acquire(NAME, node, clock.instant(), TERM));
        return lease.map(held -> new LeaseHold(store, held, clock));
    }

    /// Makes a transaction count only if the lease is held at its end.
    ///
    /// @throws StoreException.Conflict when it is not
    void insist(Transaction transaction) {
        transaction.issuance().insist(lease, clock.instant(), TERM);
    }

    /// @throws StoreException.Conflict when it is lost
    void insist() {
        store.inTransaction(transaction -> {
            insist(transaction);
            return null;
        });
    }

    private void beat() {
        try {
            while (true) {
                Thread.sleep(BEAT);
                insist();
            }
        } catch (InterruptedException | StoreException _) {
            // Given back, or lost: the next write tells.
        }
    }

    @Override
    public void close() {
        heart.interrupt();
        try {
            heart.join();
            store.inTransaction(transaction -> {
                transaction.issuance().release(lease);
                return null;
            });
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StoreException _) {
            // It ends by itself.
        }
    }
}
