package io.redoubt.data;

import java.nio.file.Path;

/// The last step before a restored directory gets its name. What it throws leaves everything as it was.
@FunctionalInterface
public interface Admission {

    /// Opens the directory with the root key, records the restore in its ledger, and closes it. Where newer state was
    /// given up, the epoch is advanced before.
    ///
    /// @param directory    whole and verified, under a name of its own
    /// @param givenUp      what was known and is given up
    /// @return the epoch that it is in now
    long admit(Path directory, BackupManifest manifest, GivenUp givenUp);
}
