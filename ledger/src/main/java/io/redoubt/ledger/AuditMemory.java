package io.redoubt.ledger;

import io.redoubt.ledger.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a stream was audited, beside it in the file `audited`: signed under a name of its own, so that no one else
/// can say that more was, and no checkpoint can stand in for it.
///
/// @param reached  the newest checkpoint of that time, under the memory's own name
/// @param kept     the first entry that was kept
/// @param segments how many began before its end
/// @param next     the older segment whose turn it is
record AuditMemory(Checkpoint reached, long kept, long segments, long next) {

    private static final String NAME = "/audited";
    private static final String KEPT = "kept ";
    private static final String SEGMENTS = "segments ";
    private static final String NEXT = "next ";

    /// Nothing where there is none that can be relied on.
    static @Nullable AuditMemory read(Disk disk, Layout layout, List<VerifierKey> keys) throws IOException {
        Checkpoint note = HeadFile.read(
                disk,
                layout.audited(),
                keys.stream().map(AuditMemory::named).distinct().toList());
        if (note == null) {
            return null;
        }
        return new AuditMemory(
                note,
                note.extension(KEPT).orElse(0),
                note.extension(SEGMENTS).orElse(0),
                note.extension(NEXT).orElse(0));
    }

    static void write(Disk disk, Layout layout, VerifierKey key, Signer signer, Checkpoint newest, long kept, long next)
            throws IOException {
        long segments = layout.segments(disk).headSet(newest.size(), false).size();
        List<String> extensions = List.of(KEPT + kept, SEGMENTS + segments, NEXT + next);
        Checkpoint note = Checkpoint.sign(named(key), newest.size(), newest.root(), extensions, signer);
        HeadFile.write(disk, layout, layout.audited(), note);
    }

    private static VerifierKey named(VerifierKey key) {
        return new VerifierKey(key.name() + NAME, key.publicKey());
    }

    /// What was audited here before is known to have been there.
    Audit judge(Audit audit) {
        if (reached.size() <= audit.size()) {
            return audit;
        }
        List<Finding> findings = new ArrayList<>(audit.findings());
        findings.add(new Finding(
                Finding.Kind.ROLLED_BACK,
                audit.size(),
                reached.size() - 1,
                "an earlier audit has seen " + reached.size() + " entries; they are not here"));
        return new Audit(audit.first(), audit.size(), findings, audit.tail(), audit.newest(), audit.cut());
    }
}
