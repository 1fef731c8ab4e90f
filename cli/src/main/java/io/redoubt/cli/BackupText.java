package io.redoubt.cli;

import io.redoubt.cli.output.Count;
import io.redoubt.cli.output.Visible;
import io.redoubt.data.BackupSignature;
import io.redoubt.data.NewerPast;
import io.redoubt.data.VerifiedBackup;
import io.redoubt.ledger.LedgerStream;
import java.util.ArrayList;
import java.util.List;

/// Backups, as people read of them.
final class BackupText {

    private BackupText() {}

    static List<String> of(VerifiedBackup backup) {
        List<String> lines = new ArrayList<>();
        lines.add("made      " + backup.manifest().made() + " on "
                + Visible.of(backup.manifest().node()) + ", epoch "
                + backup.manifest().epoch());
        for (LedgerStream stream : LedgerStream.values()) {
            if (backup.ledger().containsKey(stream)) {
                lines.add("holds     "
                        + Count.entries(backup.ledger().get(stream).size()) + " of " + stream.directory() + ", intact");
            }
        }
        lines.add(
                switch (backup.signature()) {
                    case BackupSignature.ByKnownKey(var key) -> "signed    by the key that you named, " + key;
                    case BackupSignature.ByItsOwnKey(var key) ->
                        "signed    by the key that it brings along, which a forged one would too: compare " + key;
                });
        return lines;
    }

    static String of(NewerPast newer) {
        return switch (newer) {
            case NewerPast.Later(var stream, long inBackup, long known) ->
                "%s: the backup has %s, and there were %d"
                        .formatted(stream.directory(), Count.entries(inBackup), known);
            case NewerPast.Other(var stream, String what) -> stream.directory() + ": " + Visible.of(what);
            case NewerPast.Unreadable(var stream, String why) -> stream.directory() + ": " + Visible.of(why);
        };
    }
}
