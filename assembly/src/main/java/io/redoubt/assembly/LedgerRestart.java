package io.redoubt.assembly;

import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.EpochStart;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Begins a ledger anew whose loss somebody answers for. What is left of the old one is kept aside, and the new one
/// begins with what is known of it. A stream that is whole goes on.
///
/// The new ledger is made under another name, then the store is told, then it is put in place. Until then the ledger is
/// refused as before. A restart that was interrupted before the store was told is done again; after it, it is finished.
public final class LedgerRestart {

    private static final Comparator<Checkpoint> NEWEST =
            Comparator.comparingLong(Checkpoint::epoch).thenComparingLong(Checkpoint::size);

    private final DamagedInstance damaged;
    private final String actor;
    private final InstantSource clock;

    private LedgerRestart(DamagedInstance damaged, String actor, InstantSource clock) {
        this.damaged = damaged;
        this.actor = actor;
        this.clock = clock;
    }

    /// @param aside    where the remains are
    /// @param begun    the streams that begin anew, each with how many entries are known to have been in it
    public record Restarted(long epoch, Path aside, Map<LedgerStream, Long> begun) {

        public Restarted {
            begun = Map.copyOf(begun);
        }
    }

    /// @param damaged   is closed when this returns
    /// @param elsewhere checkpoints that are known, of any stream
    /// @param actor     who acknowledges the loss
    public static Restarted restart(
            DamagedInstance damaged,
            List<Checkpoint> elsewhere,
            Witnesses witnesses,
            String actor,
            InstantSource clock) {
        try (damaged) {
            return new LedgerRestart(damaged, actor, clock).restart(elsewhere, witnesses);
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "the ledger could not be begun anew (" + e.getMessage() + "); what there was is still there",
                    "check owner, mode and space of " + damaged.place().data() + ", then try again"));
        }
    }

    /// @param givenUp the newest checkpoint that is known of it
    private record Lost(Audit audit, Optional<Checkpoint> givenUp, long known) {}

    private Restarted restart(List<Checkpoint> elsewhere, Witnesses witnesses) throws IOException {
        NewLedger fresh = new NewLedger(damaged, clock);
        if (fresh.isAwaited()) {
            Map<LedgerStream, Long> begun = fresh.begun();
            return new Restarted(fresh.epoch(), fresh.putInPlaceAfterAll(), begun);
        }
        Map<LedgerStream, Lost> streams = new EnumMap<>(LedgerStream.class);
        for (LedgerStream stream : LedgerStream.values()) {
            streams.put(stream, look(stream, elsewhere, witnesses));
        }
        long epoch = 1
                + streams.values().stream()
                        .flatMap(lost -> lost.givenUp().stream())
                        .mapToLong(Checkpoint::epoch)
                        .reduce(
                                damaged.store()
                                        .read(transaction -> transaction.epoch().current()),
                                Math::max);
        make(fresh, streams, epoch);
        Map<LedgerStream, Long> begun = new EnumMap<>(LedgerStream.class);
        streams.forEach((stream, lost) -> {
            if (!lost.audit().intact()) {
                begun.put(stream, lost.known());
            }
        });
        damaged.store().inTransaction(transaction -> {
            forget(transaction, begun, epoch);
            return null;
        });
        return new Restarted(epoch, fresh.putInPlace(), begun);
    }

    private Lost look(LedgerStream stream, List<Checkpoint> elsewhere, Witnesses witnesses) {
        Audit audit = damaged.audit(stream, elsewhere, witnesses).audit();
        List<VerifierKey> keys = damaged.verifiers(stream);
        Optional<Checkpoint> newest = Stream.of(
                        audit.checkpoint().stream(),
                        elsewhere.stream(),
                        witnesses.recall(keys.getFirst().name()).checkpoints().stream())
                .flatMap(each -> each)
                .filter(checkpoint -> keys.stream().anyMatch(checkpoint::isSignedBy))
                .max(NEWEST);
        long known = Math.max(damaged.seen(stream), newest.map(Checkpoint::size).orElse(0L));
        return new Lost(audit, newest, known);
    }

    private void make(NewLedger fresh, Map<LedgerStream, Lost> streams, long epoch) throws IOException {
        fresh.begin();
        for (Map.Entry<LedgerStream, Lost> each : streams.entrySet()) {
            LedgerStream stream = each.getKey();
            Lost lost = each.getValue();
            Path old = damaged.directory().ledger().resolve(stream.directory());
            if (lost.audit().intact() && Files.isDirectory(old)) {
                fresh.take(old);
            }
            try (Ledger ledger = fresh.open(stream)) {
                ledger.begin(new EpochStart(epoch, lost.givenUp().orElse(null), lost.known(), actor));
            }
        }
        fresh.finish();
    }

    /// What the store knows only from what is lost.
    private void forget(Transaction transaction, Map<LedgerStream, Long> begun, long epoch) {
        while (transaction.epoch().current() < epoch) {
            transaction.epoch().advance(transaction.epoch().current());
        }
        for (LedgerStream stream : begun.keySet()) {
            // One entry: that the epoch begins.
            transaction.outbox().done(damaged.node(), stream.directory(), List.of(), 1);
        }
        if (begun.containsKey(LedgerStream.EVIDENCE)) {
            transaction.posture().clear();
        }
    }
}
