package io.redoubt.data;

import io.redoubt.ledger.Audit;
import io.redoubt.ledger.LedgerStream;
import java.util.List;
import java.util.Map;

/// A backup that is whole: every digest, the signature and the ledger inside agree.
///
/// @param sha256 of the encrypted file, in hexadecimal
/// @param ledger the audit of each stream; none has a finding
/// @param newer  what is known from elsewhere and is not in it
public record VerifiedBackup(
        BackupManifest manifest,
        String sha256,
        BackupSignature signature,
        Map<LedgerStream, Audit> ledger,
        List<NewerPast> newer) {

    public VerifiedBackup {
        ledger = Map.copyOf(ledger);
        newer = List.copyOf(newer);
    }
}
