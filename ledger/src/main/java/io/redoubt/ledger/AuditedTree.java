package io.redoubt.ledger;

import io.redoubt.ledger.tree.CompactRange;
import io.redoubt.ledger.tree.HashFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// The tree as an audit makes it anew, and what it is held against on the way.
final class AuditedTree {

    private final HashFiles hashes;
    /// From elsewhere, by size.
    private final List<Checkpoint> elsewhere;

    private final Consumer<Finding> findings;
    private final EpochClaims epochs;
    private final List<Dispute> disputes = new ArrayList<>();

    /// A checkpoint from elsewhere that the stream contradicts.
    record Dispute(Checkpoint checkpoint, Finding finding) {}

    private CompactRange range = new CompactRange();
    private long good;
    private boolean lost;
    private boolean hashesDamaged;
    private int nextElsewhere;
    private long seenElsewhere = -1;
    private long retainedFrom;

    AuditedTree(HashFiles hashes, List<Checkpoint> elsewhere, EpochClaims epochs, Consumer<Finding> findings) {
        this.hashes = hashes;
        this.epochs = epochs;
        this.elsewhere = elsewhere.stream()
                .sorted(Comparator.comparingLong(Checkpoint::size))
                .toList();
        this.findings = findings;
        compareElsewhere();
    }

    /// Looks for the ledger's own notes that entries were dropped, or an epoch begun.
    void look(byte[] json) {
        epochs.look(json);
        retainedFrom = Math.max(retainedFrom, OwnEvents.retainedFrom(json));
    }

    long retainedFrom() {
        return retainedFrom;
    }

    void append(Hash leaf) {
        range.append(leaf.bytes(), this::compareStored);
        compareElsewhere();
    }

    /// Appends a segment's leaves and compares the roots with its checkpoints'.
    void append(List<Hash> leaves, List<Head> heads) {
        int head = compareHeads(heads, 0);
        for (Hash leaf : leaves) {
            append(leaf);
            head = compareHeads(heads, head);
        }
    }

    /// Whether these leaves lead to a checkpoint's root.
    boolean leadsTo(Hash root, List<Hash> leaves, long size) {
        CompactRange tried = range.copy();
        for (Hash leaf : leaves.subList(0, Math.clamp(size - tried.size(), 0, leaves.size()))) {
            tried.append(leaf.bytes(), CompactRange.NodeSink.NONE);
        }
        return tried.size() == size && root.equals(Hash.of(tried.root()));
    }

    /// From here on no root can be told.
    void lost(long from) {
        if (!lost) {
            findings.accept(new Finding(
                    Finding.Kind.HASHES, from, from, "the stored hashes are gone, so nothing behind can be proved"));
        }
        lost = true;
    }

    private int compareHeads(List<Head> heads, int from) {
        int head = from;
        while (head < heads.size() && heads.get(head).size() <= range.size()) {
            Head checkpoint = heads.get(head);
            head++;
            if (lost || checkpoint.size() < range.size()) {
                continue;
            }
            if (checkpoint.root().equals(Hash.of(range.root()))) {
                good = range.size();
                continue;
            }
            // All later roots differ too; one finding names the place.
            findings.accept(new Finding(
                    Finding.Kind.ALTERED,
                    good,
                    Math.max(good, range.size() - 1),
                    "altered together with their hashes: the checkpoint of size " + range.size()
                            + " does not vouch for them"));
            lost = true;
        }
        return head;
    }

    private void compareElsewhere() {
        while (nextElsewhere < elsewhere.size() && elsewhere.get(nextElsewhere).size() == range.size()) {
            Checkpoint checkpoint = elsewhere.get(nextElsewhere);
            nextElsewhere++;
            if (checkpoint.root().equals(Hash.of(range.root()))) {
                seenElsewhere = range.size();
            } else {
                long last = Math.max(range.size() - 1, 0);
                disputes.add(new Dispute(
                        checkpoint,
                        new Finding(
                                Finding.Kind.FORKED,
                                Math.max(seenElsewhere, 0),
                                last,
                                "a checkpoint from elsewhere of size " + range.size() + " shows another past")));
            }
        }
    }

    private void compareStored(int level, long index, byte[] hash) {
        if (level == 0 || hashesDamaged || lost) {
            return;
        }
        try {
            if (Arrays.equals(hash, hashes.read(level, index, 1))) {
                return;
            }
        } catch (IOException _) {
            // Missing is damaged.
        }
        hashesDamaged = true;
        long first = index << (level * HashFiles.TILE_HEIGHT);
        findings.accept(new Finding(
                Finding.Kind.HASHES,
                first,
                range.size(),
                "the stored hash of level " + level + " over them is not theirs; `tree` can be made anew"));
    }

    /// Those from elsewhere that show another past, or cover more than is here.
    List<Dispute> disputes(long size) {
        List<Dispute> all = new ArrayList<>(disputes);
        elsewhere.stream()
                .filter(checkpoint -> checkpoint.size() > size)
                .map(checkpoint -> new Dispute(
                        checkpoint,
                        new Finding(
                                Finding.Kind.ROLLED_BACK,
                                size,
                                checkpoint.size() - 1,
                                "a checkpoint from elsewhere covers " + checkpoint.size()
                                        + " entries; they are not here")))
                .forEach(all::add);
        return all;
    }

    /// How many entries a consistent checkpoint from elsewhere covers; -1 for none.
    long seenElsewhere() {
        return seenElsewhere;
    }
}
