package io.redoubt.assembly;

import io.redoubt.control.TimeOrderedId;
import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.Finding;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.Store;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An instance whose ledger can't go on, because it is damaged, shorter than the store knows it, or gone. It can be
/// looked at; nothing can be recorded in it.
public final class DamagedInstance implements AutoCloseable {

    private final InstancePlace place;
    private final DataDirectory directory;
    private final Store store;
    private final String node;
    private final KnownLedger known;
    private final LedgerSigning signing;

    private DamagedInstance(
            InstancePlace place, DataDirectory directory, Store store, String node, LedgerSigning signing) {
        this.place = place;
        this.directory = directory;
        this.store = store;
        this.node = node;
        this.known = new KnownLedger(store, directory.ledger(), node);
        this.signing = signing;
    }

    /// Nothing where the ledger is whole, or where something else than it keeps the instance from being opened.
    public static Optional<DamagedInstance> find(InstancePlace place, InstantSource clock, SecureRandom random) {
        DataDirectory directory = DataDirectory.open(place.data());
        try {
            if (!Files.exists(directory.database(), LinkOption.NOFOLLOW_LINKS)) {
                directory.close();
                return Optional.empty();
            }
            RowVersions versions = new RowVersions("", new TimeOrderedId("evt", random), clock);
            Store store = place.embeddedIn(directory.path())
                    .openStore(directory, versions, clock, random)
                    .store();
            try {
                Optional<DamagedInstance> found = node(store, directory.ledger())
                        .map(node -> new DamagedInstance(place, directory, store, node, signing(store, node)))
                        .filter(instance -> Stream.of(LedgerStream.values())
                                .anyMatch(stream ->
                                        !instance.audit(stream, List.of()).intact()));
                if (found.isEmpty()) {
                    store.close();
                    directory.close();
                }
                return found;
            } catch (RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static LedgerSigning signing(Store store, String node) {
        return new LedgerSigning(
                store.read(transaction -> transaction.ledgerKeys().of(node)));
    }

    /// By the name beside the ledger, where the store knows it; else by the only one that the store knows.
    private static Optional<String> node(Store store, Path ledger) {
        List<String> known = store.read(transaction -> transaction.ledgerKeys().all()).stream()
                .map(key -> key.node())
                .distinct()
                .toList();
        return NodeName.find(ledger)
                .filter(known::contains)
                .or(() -> known.size() == 1 ? Optional.of(known.getFirst()) : Optional.empty());
    }

    public InstancePlace place() {
        return place;
    }

    DataDirectory directory() {
        return directory;
    }

    Store store() {
        return store;
    }

    String node() {
        return node;
    }

    LedgerSigning signing() {
        return signing;
    }

    String ledgerName() {
        return place.name() + "/" + node;
    }

    List<VerifierKey> verifiers(LedgerStream stream) {
        return signing.verifiers(ledgerName(), stream);
    }

    long seen(LedgerStream stream) {
        return known.seen(stream);
    }

    /// As `Instance.audit`.
    public WitnessedAudit audit(LedgerStream stream, List<Checkpoint> elsewhere, Witnesses witnesses) {
        String origin = verifiers(stream).getFirst().name();
        Witnesses.Recalled recalled = witnesses.recall(origin);
        List<Checkpoint> its = Stream.concat(elsewhere.stream(), recalled.checkpoints().stream())
                .filter(checkpoint -> checkpoint.origin().equals(origin))
                .distinct()
                .toList();
        return new WitnessedAudit(audit(stream, its), recalled.troubles());
    }

    private Audit audit(LedgerStream stream, List<Checkpoint> elsewhere) {
        long seen = seen(stream);
        Path files = directory.ledger().resolve(stream.directory());
        if (!Files.isDirectory(files)) {
            List<Finding> gone = seen == 0
                    ? List.of()
                    : List.of(new Finding(
                            Finding.Kind.MISSING, 0, seen - 1, files + " is gone, and the store has seen them"));
            return new Audit(0, 0, gone, new Audit.Tail.Unproven(0), null, null);
        }
        Audit audit = Ledger.verify(directory.ledger(), stream, verifiers(stream), elsewhere);
        List<Finding> findings = new ArrayList<>(audit.findings());
        if (seen > audit.size()) {
            findings.add(new Finding(
                    Finding.Kind.MISSING, audit.size(), seen - 1, "missing at the end, and the store has seen them"));
        }
        long epoch = store.read(transaction -> transaction.epoch().current());
        long its = audit.checkpoint().map(Checkpoint::epoch).orElse(epoch);
        if (its != epoch) {
            findings.add(new Finding(
                    Finding.Kind.CHECKPOINT,
                    audit.size(),
                    audit.size(),
                    "the stream is of epoch %d, and the store of epoch %d".formatted(its, epoch)));
        }
        return new Audit(
                audit.first(),
                audit.size(),
                findings,
                audit.tail(),
                audit.newest(),
                audit.toBeCut().orElse(null));
    }

    LedgerSource source(Witnesses witnesses) {
        return new LedgerSource() {
            @Override
            public String node() {
                return node;
            }

            @Override
            public LedgerSighting look(LedgerStream stream) {
                WitnessedAudit seen = audit(stream, List.of(), witnesses);
                Audit audit = seen.audit();
                return new LedgerSighting(
                        audit, seen(stream), audit.size() - audit.first(), seen.troubles(), List.of());
            }
        };
    }

    @Override
    public void close() {
        store.close();
        directory.close();
    }
}
