package io.redoubt.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Sealed values under sealed paths. A value is never overwritten: a new one is a new version.
public interface Secrets {

    /// Writes the next version.
    ///
    /// @param expected the newest version that the caller has seen, 0 for none
    /// @throws StoreException.Conflict when there is a newer one
    Version put(SecretPath path, SecretBytes value, long expected, Instant at);

    /// The newest version, unless it was destroyed.
    Optional<Version> read(SecretPath path);

    /// One version, unless it was destroyed.
    Optional<Version> read(SecretPath path, long number);

    /// Every version, oldest first, without its value.
    List<Info> versions(SecretPath path);

    /// All paths, ordered.
    List<SecretPath> list();

    /// The paths below this one, ordered.
    List<SecretPath> list(SecretPath above);

    /// Destroys one value; that it existed stays known.
    ///
    /// @return whether there was one to destroy
    boolean destroy(SecretPath path, long number, Instant at);

    /// Forgets a path with all its versions.
    ///
    /// @return whether it was there
    boolean delete(SecretPath path);

    /// @param number from 1
    record Version(SecretPath path, long number, Instant createdAt, SecretBytes value) {}

    /// @param destroyed whether its value is gone
    record Info(long number, Instant createdAt, boolean destroyed) {}
}
