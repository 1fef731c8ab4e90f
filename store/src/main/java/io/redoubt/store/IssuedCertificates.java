package io.redoubt.store;

import java.time.Instant;
import java.util.List;

/// Certificates with their private keys, several for each set of names: an older one is kept until it is removed.
public interface IssuedCertificates {

    /// Keeps one under the next number of its names.
    Issued add(New certificate);

    /// Those of one set of names, newest first.
    ///
    /// @param names as they were given to `add`
    List<Issued> of(String names);

    /// @throws StoreException.Conflict when another has moved it meanwhile
    Issued advance(Issued from, String state, Instant at);

    /// @throws StoreException.Conflict when another has moved it meanwhile
    void remove(Issued certificate);

    /// @param names what it is found by; sealed
    /// @param state a word of the caller's; readable at rest
    /// @param chain in whatever form, as the key
    record New(
            String names,
            String state,
            Instant at,
            Instant notBefore,
            Instant notAfter,
            SecretBytes chain,
            SecretBytes privateKey) {}

    /// @param number  from 1 for each set of names
    /// @param version counts its moves, from 1
    record Issued(
            String names,
            long number,
            long version,
            String state,
            Instant createdAt,
            Instant changedAt,
            Instant notBefore,
            Instant notAfter,
            SecretBytes chain,
            SecretBytes privateKey) {}
}
