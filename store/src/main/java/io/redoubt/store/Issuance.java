package io.redoubt.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How far the issuing of certificates is, and who may do it now.
public interface Issuance {

    Optional<Progress> find(String names);

    /// @param version that was found, 0 for none
    /// @throws StoreException.Conflict when another has written it meanwhile
    Progress save(String names, long version, Instant at, SecretBytes body);

    /// Becomes the only one that may issue, unless another is it still. One whose term ends later than a term from
    /// now on was granted by a clock that was wrong, and is over.
    Optional<Lease> acquire(String name, String holder, Instant now, Duration term);

    /// Holds the lease to the end of this transaction, and from now on for another term.
    ///
    /// @throws StoreException.Conflict when another has it since: nothing of this transaction counts
    void insist(Lease lease, Instant now, Duration term);

    /// Gives it back, where it still has it.
    void release(Lease lease);

    /// @param version counts its writes, from 1
    record Progress(String names, long version, Instant changedAt, SecretBytes body) {}

    /// @param fence rises with each holder
    record Lease(String name, String holder, long fence) {}
}
