package io.redoubt.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// Where the root key comes from. None of them is an argument or an environment value: both are seen by others.
public sealed interface RootKeySource permits KeyFile, Credential, Passphrase {

    /// What an operator names: a key in a file, or the salt and cost of a passphrase, told apart by what it holds.
    ///
    /// @param prompt asks for the passphrase
    static RootKeySource named(Path file, Passphrase.Prompt prompt, SecureRandom random) {
        return Passphrase.isIn(file) ? new Passphrase(file, prompt, random) : new KeyFile(file, random);
    }

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
