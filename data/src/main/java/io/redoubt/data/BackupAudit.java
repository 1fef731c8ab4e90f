package io.redoubt.data;

import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.Finding;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.policy.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds the ledger of an unpacked backup against its manifest and against what is known from elsewhere.
final class BackupAudit {

    private final BackupManifest manifest;
    private final KnownPast known;
    private final Map<LedgerStream, Audit> audits = new EnumMap<>(LedgerStream.class);
    private final List<NewerPast> newer = new ArrayList<>();

    /// @throws BackupException.Refused when a known checkpoint is of another node
    BackupAudit(BackupManifest manifest, KnownPast known) {
        this.manifest = manifest;
        this.known = known;
        for (Checkpoint checkpoint : known.checkpoints()) {
            if (manifest.streams().stream().noneMatch(stream -> isOf(checkpoint, stream))) {
                throw new BackupException.Refused(Problem.of(
                        "the checkpoint of " + checkpoint.origin() + " says nothing about a backup of "
                                + manifest.node(),
                        "give checkpoints of that node's ledger"));
            }
        }
    }

    private static boolean isOf(Checkpoint checkpoint, BackupManifest.Stream stream) {
        return checkpoint.origin().equals(stream.checkpoint().origin());
    }

    /// @param unpacked the data directory in the backup
    /// @throws BackupException.Damaged when the ledger is not what was recorded
    void audit(Path unpacked) {
        for (BackupManifest.Stream stream : manifest.streams()) {
            List<Checkpoint> elsewhere = known.checkpoints().stream()
                    .filter(each -> isOf(each, stream))
                    .toList();
            audit(stream, Ledger.verify(unpacked.resolve("ledger"), stream.stream(), keys(stream), elsewhere));
        }
    }

    private void audit(BackupManifest.Stream stream, Audit audit) {
        boolean complete = audit.checkpoint().map(Checkpoint::note).equals(Optional.of(note(stream)));
        if (!complete || audit.toBeCut().isPresent()) {
            throw damaged(stream.stream(), "it does not end with the checkpoint of the manifest");
        }
        for (Finding finding : audit.findings()) {
            switch (finding.kind()) {
                case ROLLED_BACK -> newer.add(new NewerPast.Later(stream.stream(), audit.size(), finding.last() + 1));
                case FORKED -> newer.add(new NewerPast.Other(stream.stream(), finding.what()));
                case ALTERED, MISSING, MOVED, INSERTED, CHECKPOINT, HASHES ->
                    throw damaged(stream.stream(), finding.toString());
            }
        }
        audits.put(stream.stream(), audit);
    }

    private static String note(BackupManifest.Stream stream) {
        return stream.checkpoint().note();
    }

    private static BackupException.Damaged damaged(LedgerStream stream, String what) {
        return new BackupException.Damaged(
                Problem.of(
                        "the ledger in the backup is damaged, " + stream.directory() + ": " + what,
                        "use another backup"),
                null);
    }

    private List<VerifierKey> keys(BackupManifest.Stream stream) {
        List<VerifierKey> keys = new ArrayList<>(stream.keys());
        known.keys().stream()
                .filter(key -> key.name().equals(stream.checkpoint().origin()) && !keys.contains(key))
                .forEach(keys::add);
        return keys;
    }

    /// Takes what the ledger of the present data directory knows for known, too.
    BackupAudit with(Path present) {
        List<Checkpoint> checkpoints = new ArrayList<>(known.checkpoints());
        List<NewerPast> unreadable = new ArrayList<>();
        for (BackupManifest.Stream stream : manifest.streams()) {
            look(present, stream, checkpoints, unreadable);
        }
        BackupAudit wider = new BackupAudit(manifest, new KnownPast(known.keys(), checkpoints));
        wider.newer.addAll(unreadable);
        return wider;
    }

    private void look(
            Path present, BackupManifest.Stream stream, List<Checkpoint> checkpoints, List<NewerPast> unreadable) {
        String why;
        try {
            Audit audit = Ledger.verify(present.resolve("ledger"), stream.stream(), keys(stream), List.of());
            Optional<Checkpoint> newest = audit.checkpoint().filter(each -> isOf(each, stream));
            if (audit.intact() && newest.isPresent()) {
                checkpoints.add(newest.get());
                return;
            }
            why = audit.findings().stream()
                    .findFirst()
                    .map(Finding::toString)
                    .orElse("it has no checkpoint of this node");
        } catch (LedgerException e) {
            why = String.valueOf(e.getMessage());
        }
        unreadable.add(new NewerPast.Unreadable(stream.stream(), why));
    }

    Map<LedgerStream, Audit> audits() {
        return audits;
    }

    /// All that are known from elsewhere.
    List<Checkpoint> checkpoints() {
        return known.checkpoints();
    }

    List<NewerPast> newer() {
        return newer;
    }
}
