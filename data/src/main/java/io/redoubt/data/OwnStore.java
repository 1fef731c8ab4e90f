package io.redoubt.data;

import io.redoubt.store.Keys;
import io.redoubt.store.RootKeySource;
import io.redoubt.store.Verification;
import java.nio.file.Path;
import java.util.function.Supplier;

/// Where Redoubt itself keeps what it remembers, and by which key: as much of it as this section looks at.
///
/// @param name      of the service, with its environment
/// @param directory the data directory
/// @param key       the root key
/// @param keys      under which everything else is sealed
/// @param verify    opens every sealed value, and compares the versions of rows with the ledger
public record OwnStore(String name, Path directory, RootKeySource key, Keys keys, Supplier<Verification> verify) {}
