package io.redoubt.store;

import java.time.Instant;
import java.util.Optional;

/// What commitments in the ledger stand for: kept here, sealed, so that it can be erased while the ledger stays whole.
public interface Payloads {

    /// Of a commitment in characters of ASCII.
    int LONGEST_COMMITMENT = 128;

    /// @param commitment as the ledger has it, not sealed
    /// @throws IllegalArgumentException when the commitment is longer, empty or not ASCII
    /// @throws StoreException.Conflict  when it has an opening already
    void save(String commitment, Instant at, SecretBytes opening);

    /// Its opening, unless it was erased or never saved.
    Optional<SecretBytes> find(String commitment);

    /// Afterwards nobody can tell from the store what the commitment stands for. SQLite overwrites what was there;
    /// PostgreSQL keeps it, sealed, until its next vacuum, and so does every copy until that is removed.
    ///
    /// @return whether it had an opening
    boolean erase(String commitment);
}
