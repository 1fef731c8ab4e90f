package io.redoubt.assembly;

import io.redoubt.control.Journal;
import io.redoubt.control.Mender;
import io.redoubt.control.OutboxJournal;
import io.redoubt.control.PostureHistory;
import io.redoubt.control.Remedy;
import io.redoubt.control.TimeOrderedId;
import io.redoubt.data.OwnStore;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.EpochStart;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerOptions;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.OutboxDrain;
import io.redoubt.ledger.Patrol;
import io.redoubt.ledger.Signer;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.policy.Mode;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.PolicyRevisions.NodeReport;
import io.redoubt.store.PolicyRevisions.Revision;
import io.redoubt.store.RowVersion;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import io.redoubt.store.Verification;
import io.redoubt.tls.CertificateStanding;
import io.redoubt.tls.Certificates;
import io.redoubt.tls.Handover;
import io.redoubt.tls.TlsPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// What Redoubt remembers on this machine: the data directory, which it holds alone, with the store and the ledger in
/// it. Nothing that it hands out outlives it.
public final class Instance implements AutoCloseable {

    private static final String INTERNAL_ROOT = "internal-ca.pem";

    private final InstancePlace place;
    private final DataDirectory directory;
    private final Store store;
    private final String node;
    private final LedgerSigning signing;
    private final Ledger evidence;
    private final Ledger access;
    /// One for all, so that rounds that end together are recorded one after another.
    private final PostureHistory posture;

    private final OutboxDrain evidenceDrain;
    private final OutboxDrain accessDrain;
    private final TimeOrderedId ids;
    private final InstantSource clock;
    private final SecureRandom random;
    private final AtomicReference<List<Checkpoint>> published;

    private Instance(
            InstancePlace place,
            DataDirectory directory,
            Store store,
            String node,
            KnownLedger known,
            InstantSource clock,
            SecureRandom random) {
        this.place = place;
        this.directory = directory;
        this.store = store;
        this.node = node;
        this.clock = clock;
        this.random = random;
        this.ids = new TimeOrderedId("evt", random);
        this.signing = LedgerSigning.of(store, node, clock.instant(), random);
        this.evidence = openLedger(LedgerStream.EVIDENCE, known);
        try {
            this.access = openLedger(LedgerStream.ACCESS, known);
        } catch (RuntimeException e) {
            evidence.close();
            throw e;
        }
        this.published = new AtomicReference<>(List.of(evidence.checkpoint(), access.checkpoint()));
        this.posture = new PostureHistory(store, evidence, node, ids);
        this.evidenceDrain = new OutboxDrain(evidence, new StoredOutbox(store, node, LedgerStream.EVIDENCE));
        this.accessDrain = new OutboxDrain(access, new StoredOutbox(store, node, LedgerStream.ACCESS));
    }

    private Ledger openLedger(LedgerStream stream, KnownLedger known) {
        known.insistOnDirectory(stream);
        List<VerifierKey> verifiers = signing.verifiers(ledgerName(), stream);
        Ledger ledger = Ledger.open(
                directory.ledger(),
                stream,
                signing.signer(),
                clock,
                LedgerOptions.named(ledgerName()).withFormerKeys(verifiers.subList(1, verifiers.size())));
        try {
            known.insistOnSize(stream, ledger.checkpoint().size());
            known.insistOnEpoch(stream, ledger.checkpoint().epoch());
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
        return ledger;
    }

    /// What this node's ledger is called in the world.
    String ledgerName() {
        return place.name() + "/" + node;
    }

    /// Opens what is there.
    public static Instance open(InstancePlace place, InstantSource clock, SecureRandom random) {
        return over(place, DataDirectory.open(place.data()), clock, random);
    }

    /// Opens what is there, and makes what is not: the data directory, the root key, the store, the ledger.
    public static Instance openOrCreate(InstancePlace place, InstantSource clock, SecureRandom random) {
        return over(place, DataDirectory.openOrCreate(place.data()), clock, random);
    }

    private static Instance over(
            InstancePlace place, DataDirectory directory, InstantSource clock, SecureRandom random) {
        try {
            NodeName name = NodeName.of(directory.ledger());
            String node = name.text();
            RowVersions versions = new RowVersions(node, new TimeOrderedId("evt", random), clock);
            Store store = store(place, directory, versions, clock, random);
            try {
                KnownLedger known = new KnownLedger(store, directory.ledger(), node);
                switch (place.store()) {
                    case StorePlace.InDirectory _ -> known.insistOnNode();
                    case StorePlace.InPostgresql _ -> known.insistOnOneOfSeveral(name.origin());
                }
                name.keep(directory.ledger());
                Instance instance = new Instance(place, directory, store, node, known, clock, random);
                instance.settleOrClose();
                return instance;
            } catch (RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static Store store(
            InstancePlace place,
            DataDirectory directory,
            RowVersions versions,
            InstantSource clock,
            SecureRandom random) {
        return switch (place.store()) {
            case StorePlace.InDirectory _ -> {
                KnownLedger.insistOnStore(directory);
                yield Store.open(directory, place.key(), versions, clock, random);
            }
            case StorePlace.InPostgresql postgresql ->
                Store.open(directory, postgresql.address(), place.key(), versions, clock, random);
        };
    }

    private void settleOrClose() {
        try {
            settle();
            remember();
        } catch (RuntimeException e) {
            evidence.close();
            access.close();
            throw e;
        }
    }

    /// Moves what state changes left for the ledger into it, and returns when it is durable there.
    public void settle() {
        evidenceDrain.drain();
        accessDrain.drain();
    }

    /// Lets the store know how long the ledger is, so that a shorter one shows at the next opening.
    private void remember() {
        for (LedgerStream stream : LedgerStream.values()) {
            long size = ledger(stream).checkpoint().size();
            // All that stood before this is out of the outbox after it.
            settle();
            String name = stream.directory();
            if (store.read(transaction -> transaction.outbox().drainedTo(node, name)) < size) {
                store.inTransaction(transaction -> {
                    transaction.outbox().done(node, name, List.of(), size);
                    return null;
                });
            }
        }
    }

    public InstancePlace place() {
        return place;
    }

    public DataDirectory directory() {
        return directory;
    }

    public Store store() {
        return store;
    }

    /// The store, as far as the section `data` looks at it.
    OwnStore ownStore() {
        return new OwnStore(place.name(), directory.path(), place.key(), store.keys(), this::verifyStore);
    }

    /// Where the root of the internal CA lies for clients to trust, once it is kept.
    Optional<Path> internalRoot() {
        return Optional.of(directory.path().resolve(INTERNAL_ROOT)).filter(Files::isRegularFile);
    }

    /// Keeps it there.
    void keepInternalRoot(String pem) {
        try {
            Files.writeString(directory.path().resolve(INTERNAL_ROOT), pem);
        } catch (IOException e) {
            throw new UncheckedIOException("the root of the internal CA can't be kept", e);
        }
    }

    /// What this node is called in the ledger.
    public String node() {
        return node;
    }

    public Ledger ledger(LedgerStream stream) {
        return switch (stream) {
            case EVIDENCE -> evidence;
            case ACCESS -> access;
        };
    }

    /// Both streams.
    List<Ledger> ledgers() {
        return List.of(evidence, access);
    }

    /// Hands the newest checkpoints to the witnesses, where anything was recorded since they last got them, or since
    /// this was opened.
    ///
    /// @return those that could not take them
    public List<Witnesses.Trouble> publish(Witnesses witnesses) {
        List<Checkpoint> newest = ledgers().stream().map(Ledger::checkpoint).toList();
        if (newest.equals(published.get())) {
            return List.of();
        }
        List<Witnesses.Trouble> troubles = witnesses.publish(ledgers());
        if (troubles.isEmpty()) {
            published.set(newest);
        }
        return troubles;
    }

    /// The same, whether anything was recorded or not.
    public List<Witnesses.Trouble> publishAnew(Witnesses witnesses) {
        return witnesses.publish(ledgers());
    }

    /// Makes what a commitment in the ledger stands for unreadable, and records that.
    ///
    /// @return whether there was anything
    public boolean erase(String commitment, String actor) {
        boolean erased = store.inTransaction(transaction -> {
            if (!transaction.payloads().erase(commitment)) {
                return false;
            }
            journal().record(transaction, event("payload.erased", actor, "payload:" + commitment, Map.of()));
            return true;
        });
        settle();
        return erased;
    }

    /// Begins a new epoch of the store and of both streams.
    ///
    /// @param givenUp what is known of the past that is given up
    /// @return its number, later than every one that is known
    long beginEpoch(List<Checkpoint> givenUp, String actor) {
        long present = store.read(transaction -> transaction.epoch().current());
        long epoch = 1 + givenUp.stream().mapToLong(Checkpoint::epoch).reduce(present, Math::max);
        store.inTransaction(transaction -> {
            for (long each = present; each < epoch; each++) {
                transaction.epoch().advance(each);
            }
            return null;
        });
        for (LedgerStream stream : LedgerStream.values()) {
            List<VerifierKey> keys = verifiers(stream);
            Optional<Checkpoint> newest = givenUp.stream()
                    .filter(checkpoint -> keys.stream().anyMatch(checkpoint::isSignedBy))
                    .max(Comparator.comparingLong(Checkpoint::epoch).thenComparingLong(Checkpoint::size));
            long known = newest.map(Checkpoint::size).orElse(0L);
            ledger(stream).begin(new EpochStart(epoch, newest.orElse(null), known, actor));
        }
        return epoch;
    }

    /// Records a heartbeat in each stream that is due for one.
    public void heartbeat() {
        ledgers().forEach(Ledger::heartbeat);
    }

    /// Audits a stream from its first entry to its last, and against what the witnesses and the operator have of it.
    ///
    /// @param elsewhere of any stream
    public WitnessedAudit audit(LedgerStream stream, List<Checkpoint> elsewhere, Witnesses witnesses) {
        String origin = ledger(stream).key().name();
        Witnesses.Recalled recalled = witnesses.recall(origin);
        List<Checkpoint> its = Stream.concat(elsewhere.stream(), recalled.checkpoints().stream())
                .filter(checkpoint -> checkpoint.origin().equals(origin))
                .distinct()
                .toList();
        return new WitnessedAudit(ledger(stream).verify(its), recalled.troubles());
    }

    /// Looks at a part of each stream each time.
    LedgerSource source(Witnesses witnesses) {
        return new LedgerSource() {
            @Override
            public String node() {
                return node;
            }

            @Override
            public LedgerSighting look(LedgerStream stream) {
                // The store first: the ledger only grows meanwhile.
                long seen = new KnownLedger(store, directory.ledger(), node).seen(stream);
                // What is kept elsewhere is compared before anything is put over it.
                Witnesses.Recalled recalled =
                        witnesses.recall(ledger(stream).key().name());
                Patrol patrol = ledger(stream).patrol(recalled.checkpoints());
                List<Witnesses.Trouble> troubles = recalled.troubles();
                if (troubles.isEmpty() && patrol.audit().intact()) {
                    troubles = witnesses.publish(List.of(ledger(stream)));
                }
                return new LedgerSighting(patrol.audit(), seen, patrol.lookedAt(), troubles);
            }
        };
    }

    /// What verifies the checkpoints of a stream, the present key first.
    List<VerifierKey> verifiers(LedgerStream stream) {
        return signing.verifiers(ledgerName(), stream);
    }

    Signer signer() {
        return signing.signer();
    }

    public PostureHistory posture() {
        return posture;
    }

    public Journal journal() {
        return new OutboxJournal(node, this::settle);
    }

    /// What changes the world, by these remedies and as far as these sections enforce.
    public Mender mender(List<Remedy> remedies, Map<String, Mode> modes) {
        return new Mender(store, journal(), node, remedies, modes, clock, random);
    }

    /// What looks after the certificates of a policy.
    public Certificates certificates(Policy policy, Certificates.Ports ports) {
        return new Certificates(
                policy.service(),
                policy.tls().orElseGet(() -> TlsPolicy.defaults(List.of())),
                store,
                journal(),
                node,
                ports,
                clock,
                random);
    }

    /// How the certificates of a policy stand.
    List<CertificateStanding> standings(Policy policy) {
        return certificates(policy, new Certificates.Ports(Handover.NOBODY, Set::of, Map.of()))
                .standings();
    }

    /// Records something that happened, and returns when it is durable.
    public void record(LedgerStream stream, String type, String actor, String subject, Map<String, Json> details) {
        ledger(stream).append(event(type, actor, subject, details));
    }

    private Event event(String type, String actor, String subject, Map<String, Json> details) {
        Instant now = clock.instant();
        return new Event(ids.next(now), now, type, actor, subject, details);
    }

    /// Stores a policy and makes it the active one, unless another was activated meanwhile.
    ///
    /// @param expected the number of the activation that was seen, 0 for none
    /// @param author   who does it: kept sealed
    /// @param actor    the same, as the ledger names it
    /// @throws StoreException.Conflict when another is in force than was seen
    public Activation activate(Policy policy, long expected, String author, String actor) {
        Instant now = clock.instant();
        String digest = policy.digest();
        Activation activation = store.inTransaction(transaction -> {
            transaction
                    .revisions()
                    .add(new Revision(digest, now, SecretBytes.ofUtf8(author), SecretBytes.ofUtf8(policy.show())));
            Activation done = transaction.revisions().activate(digest, expected, now);
            transaction.revisions().report(new NodeReport(node, digest, now));
            journal()
                    .record(
                            transaction,
                            event(
                                    "policy.activated",
                                    actor,
                                    "policy:" + place.name(),
                                    Map.of(
                                            "digest", Json.of("sha256:" + digest),
                                            "number", Json.of(done.number()))));
            return done;
        });
        settle();
        return activation;
    }

    public Optional<Activation> activePolicy() {
        return store.read(transaction -> transaction.revisions().active());
    }

    /// The text of a stored revision: a policy itself.
    ///
    /// @throws ProblemException when it is not stored
    String revision(String digest) {
        return store.read(transaction -> transaction.revisions().find(digest))
                .map(revision -> new String(revision.document().reveal(), StandardCharsets.UTF_8))
                .orElseThrow(() -> new ProblemException(Problem.of(
                        "the revision sha256:" + digest + " is not stored",
                        "activate it again: redoubt policy activate")));
    }

    /// Says which policy this node goes by.
    void reportPolicy(String digest) {
        store.inTransaction(transaction -> {
            transaction.revisions().report(new NodeReport(node, digest, clock.instant()));
            return null;
        });
    }

    /// Opens every sealed value, and looks for rows that are older than the ledger knows them.
    public Verification verifyStore() {
        settle();
        // Before the store is looked at: what is written meanwhile is newer there, and not older.
        Collection<RowVersion> newest = RowVersions.newest(evidence);
        return store.verify(() -> newest);
    }

    /// What it can't tell the store any more at its end, it does at its next opening.
    @Override
    public void close() {
        try (directory;
                store;
                evidence;
                access) {
            remember();
        } catch (LedgerException | StoreException e) {
            System.getLogger(Instance.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
        }
    }
}
