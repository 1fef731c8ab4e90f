package io.redoubt.ledger;

import java.util.Optional;

/// Keeps what commitments stand for, sealed, until it is erased. A payload is saved before the event that commits to it
/// is appended: one that nothing commits to harms no one.
public interface Payloads {

    void save(Commitment commitment, Commitment.Opening opening);

    /// Empty once it was erased.
    Optional<Commitment.Opening> find(Commitment commitment);

    void erase(Commitment commitment);
}
