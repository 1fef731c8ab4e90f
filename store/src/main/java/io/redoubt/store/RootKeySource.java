package io.redoubt.store;

import java.util.Optional;

/// Where the root key comes from. None of them is an argument or an environment value: both are seen by others.
public sealed interface RootKeySource permits KeyFile, Credential, Passphrase {

    /// The key that is there, or nothing where none was ever made.
    ///
    /// @throws StoreException.Refused when it is there and cannot be trusted or read
    Optional<RootKey> read();

    /// Makes the key of a new store.
    ///
    /// @throws StoreException.Refused when there is one already, or none can be made here
    RootKey create();

    /// What an operator calls it: a path, or `the passphrase`.
    String name();
}
