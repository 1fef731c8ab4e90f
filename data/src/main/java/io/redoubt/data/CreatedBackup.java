package io.redoubt.data;

import java.nio.file.Path;

/// A backup that is on the disk.
///
/// @param size   of the encrypted file, in bytes
/// @param sha256 of the encrypted file, in hexadecimal; also beside it, in `FILE.sha256`
public record CreatedBackup(Path file, long size, String sha256, BackupManifest manifest) {}
