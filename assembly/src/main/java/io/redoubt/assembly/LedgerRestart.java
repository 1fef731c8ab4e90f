package io.redoubt.assembly;

import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.EpochStart;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerOptions;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.Transaction;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Begins a ledger anew whose loss somebody answers for. What is left of the old one is kept aside, and the new one
/// begins with what is known of it. A stream that is whole goes on.
///
/// The new ledger is made under another name. Until that is in place the old one is refused as before, so that an
/// interrupted restart is simply done again.
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
        Path fresh = make(streams, epoch);
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
        return new Restarted(epoch, putInPlace(fresh), begun);
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

    private Path make(Map<LedgerStream, Lost> streams, long epoch) throws IOException {
        Path fresh = damaged.directory().path().resolve("ledger.new");
        delete(fresh);
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        NodeName.keepAs(fresh, damaged.node());
        for (Map.Entry<LedgerStream, Lost> each : streams.entrySet()) {
            LedgerStream stream = each.getKey();
            Lost lost = each.getValue();
            Path old = damaged.directory().ledger().resolve(stream.directory());
            if (lost.audit().intact() && Files.isDirectory(old)) {
                copy(old, fresh.resolve(stream.directory()));
            }
            List<VerifierKey> keys = damaged.verifiers(stream);
            try (Ledger ledger = Ledger.open(
                    fresh,
                    stream,
                    damaged.signing().signer(),
                    clock,
                    LedgerOptions.named(damaged.ledgerName()).withFormerKeys(keys.subList(1, keys.size())))) {
                ledger.begin(new EpochStart(epoch, lost.givenUp().orElse(null), lost.known(), actor));
            }
        }
        return fresh;
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

    private Path putInPlace(Path fresh) throws IOException {
        Path ledger = damaged.directory().ledger();
        long now = clock.instant().getEpochSecond();
        Path aside = ledger.resolveSibling("ledger.lost-" + now);
        for (int i = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
            aside = ledger.resolveSibling("ledger.lost-" + now + "-" + i);
        }
        Files.move(ledger, aside, StandardCopyOption.ATOMIC_MOVE);
        Files.move(fresh, ledger, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel above = FileChannel.open(damaged.directory().path(), StandardOpenOption.READ)) {
            above.force(true);
        }
        return aside;
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path path : tree(from)) {
            Path copy = to.resolve(from.relativize(path).toString());
            Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
            if (Files.isRegularFile(copy)) {
                try (FileChannel file = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                    file.force(true);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            for (Path path : tree(directory).reversed()) {
                Files.delete(path);
            }
        }
    }

    private static List<Path> tree(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return new ArrayList<>(paths.sorted().toList());
        }
    }
}
