package io.redoubt.server.view;

import io.redoubt.assembly.Core;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.Entry;
import io.redoubt.ledger.InclusionProof;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The entries of this node's evidence, and the proof that each stands in it. Thread-safe.
public final class Evidence {

    /// How far back a search goes: one that finds little ends too.
    public static final int SEARCHED = 5_000;

    private static final int PAGE = 500;

    private final Core core;

    public Evidence(Core core) {
        this.core = core;
    }

    /// An entry in its tree.
    ///
    /// @param checkpoint signed, of the tree that the proof leads to
    /// @param key        what verifies the checkpoint
    public record Proved(Entry entry, InclusionProof proof, Checkpoint checkpoint, String key) {}

    public Optional<Proved> find(long index) {
        Ledger ledger = ledger();
        Checkpoint checkpoint = ledger.checkpoint();
        if (index < 0 || index >= checkpoint.size()) {
            return Optional.empty();
        }
        return ledger.read(index)
                .map(entry -> new Proved(
                        entry,
                        ledger.proveInclusion(index, checkpoint.size()),
                        checkpoint,
                        ledger.key().toString()));
    }

    /// The newest entries before an index, newest first.
    public List<Entry> before(long index, int most) {
        Ledger ledger = ledger();
        long end = Math.clamp(index, 0, ledger.checkpoint().size());
        long from = Math.max(0, end - most);
        List<Entry> entries = new ArrayList<>(ledger.read(from, (int) (end - from)));
        Collections.reverse(entries);
        return entries;
    }

    /// The newest entries about a control, newest first, among the newest of all.
    public List<Entry> about(String control, int most) {
        List<Entry> found = new ArrayList<>();
        long end = size();
        long last = Math.max(0, end - SEARCHED);
        while (end > last && found.size() < most) {
            for (Entry entry : before(end, (int) Math.min(PAGE, end - last))) {
                if (found.size() < most && isAbout(entry, control)) {
                    found.add(entry);
                }
            }
            end -= Math.min(PAGE, end - last);
        }
        return found;
    }

    public long size() {
        return ledger().checkpoint().size();
    }

    private Ledger ledger() {
        return core.instance().ledger(LedgerStream.EVIDENCE);
    }

    private static boolean isAbout(Entry entry, String control) {
        return entry.event().details().members().get("control") instanceof Json.Text(String text)
                && text.equals(control);
    }
}
