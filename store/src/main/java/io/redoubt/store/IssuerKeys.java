package io.redoubt.store;

import java.time.Instant;
import java.util.Optional;

/// Keys by which certificates are got: accounts at public authorities, and the root of Redoubt's own.
public interface IssuerKeys {

    Optional<IssuerKey> find(String id);

    /// @param version that was found, 0 for none
    /// @throws StoreException.Conflict when another has written it meanwhile
    IssuerKey save(String id, long version, Instant at, SecretBytes privateKey, SecretBytes detail);

    /// @param id     readable at rest
    /// @param detail what goes with the key; sealed
    record IssuerKey(String id, long version, Instant createdAt, SecretBytes privateKey, SecretBytes detail) {}
}
