package io.redoubt.assembly;

import io.redoubt.control.Journal;
import io.redoubt.control.Mender;
import io.redoubt.control.OutboxJournal;
import io.redoubt.control.PostureHistory;
import io.redoubt.control.Remedy;
import io.redoubt.control.TimeOrderedId;
import io.redoubt.control.Workbench;
import io.redoubt.data.OwnStore;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerOptions;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.Signer;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.policy.Mode;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.Outbox;
import io.redoubt.store.RootKeyChange;
import io.redoubt.store.RootKeySource;
import io.redoubt.store.RowVersion;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import io.redoubt.store.Verification;
import io.redoubt.tls.CertificateStanding;
import io.redoubt.tls.Certificates;
import io.redoubt.tls.Handover;
import io.redoubt.tls.TlsPolicy;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What Redoubt remembers on this machine: the data directory, which it holds alone, with the store and the ledger in
/// it. Nothing that it hands out outlives it.
public final class Instance implements AutoCloseable {

    private final InstancePlace place;
    private final DataDirectory directory;
    private final Store store;
    private final RootKeySource rootKey;
    private final String node;
    private final LedgerSigning signing;
    private final Ledger evidence;
    private final Ledger access;
    /// One for all, so that rounds that end together are recorded one after another.
    private final PostureHistory posture;

    private final Settling settling;
    private final InstantSource clock;
    private final SecureRandom random;
    private final NewEvents events;
    private final Peers peers;
    private final WatchedLedger watched;
    private final ActivePolicy policies;
    private final Workbench bench = new Workbench();

    private Instance(
            InstancePlace place,
            DataDirectory directory,
            InstancePlace.Opened opened,
            String node,
            KnownLedger known,
            InstantSource clock,
            SecureRandom random) {
        this.place = place;
        this.directory = directory;
        this.store = opened.store();
        this.rootKey = opened.key();
        this.node = node;
        this.clock = clock;
        this.random = random;
        TimeOrderedId ids = new TimeOrderedId("evt", random);
        this.events = new NewEvents(ids, clock);
        this.signing = LedgerSigning.of(store, node, clock.instant(), random);
        this.evidence = openLedger(LedgerStream.EVIDENCE, known);
        try {
            this.access = openLedger(LedgerStream.ACCESS, known);
        } catch (RuntimeException e) {
            evidence.close();
            throw e;
        }
        this.peers = new Peers(store, place.name(), node, ledgers(), clock);
        this.watched = new WatchedLedger(evidence, access, store, known, sharing());
        this.policies = new ActivePolicy(store, node, "policy:" + place.name(), journal(), events, clock);
        this.posture = new PostureHistory(store, evidence, node, ids);
        this.settling = new Settling(store, node, evidence, access);
    }

    private Ledger openLedger(LedgerStream stream, KnownLedger known) {
        known.insistOnDirectory(stream);
        List<VerifierKey> verifiers = signing.verifiers(ledgerName(), stream);
        Ledger ledger = Ledger.open(
                directory.ledger(),
                stream,
                signing.signer(),
                clock,
                LedgerOptions.named(ledgerName())
                        .withFormerKeys(verifiers.subList(1, verifiers.size()))
                        .withAtLeast(known.seen(stream)));
        try {
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
            InstancePlace.Opened opened = place.openStore(directory, versions, clock, random);
            Store store = opened.store();
            try {
                KnownLedger known = new KnownLedger(store, directory.ledger(), node);
                switch (place.store()) {
                    case StorePlace.InDirectory _ -> known.insistOnNode();
                    case StorePlace.InPostgresql _ -> known.insistOnOneOfSeveral(name.origin());
                }
                name.keep(directory.ledger());
                Instance instance = new Instance(place, directory, opened, node, known, clock, random);
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

    private void settleOrClose() {
        try {
            settle();
            settling.remember();
        } catch (RuntimeException e) {
            evidence.close();
            access.close();
            throw e;
        }
    }

    /// Moves what state changes left for the ledger into it, and returns when it is durable there.
    public void settle() {
        settling.settle();
    }

    public InstancePlace place() {
        return place;
    }

    /// What opened the store: the root key of the place, or what a change of that left behind which was interrupted.
    public RootKeySource rootKey() {
        return rootKey;
    }

    /// Puts another root key in the place of this one, and records that; or brings the change to its end that was
    /// interrupted before. After it this instance is to be opened anew, unless the key comes from where it did.
    ///
    /// @param told of each step when it is done
    /// @return what the root key comes from now
    public RootKeySource changeRootKey(RootKeyChange.Target target, String actor, Consumer<RootKeyChange.Step> told) {
        return new RootKeyRotation(place, store, journal(), events).run(rootKey, target, actor, told);
    }

    public DataDirectory directory() {
        return directory;
    }

    public Store store() {
        return store;
    }

    /// The store, as far as the section `data` looks at it.
    OwnStore ownStore() {
        return new OwnStore(place.name(), directory.path(), rootKey, store.keys(), this::verifyStore);
    }

    InternalRoot internalRoot() {
        return new InternalRoot(directory);
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
        return watched.publish(witnesses);
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
            journal().record(transaction, events.next("payload.erased", actor, "payload:" + commitment, Map.of()));
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
        Map<LedgerStream, List<VerifierKey>> keys = new EnumMap<>(LedgerStream.class);
        for (LedgerStream stream : LedgerStream.values()) {
            keys.put(stream, verifiers(stream));
        }
        return watched.beginEpoch(givenUp, actor, keys);
    }

    /// Records a heartbeat in each stream that is due for one.
    public void heartbeat() {
        ledgers().forEach(Ledger::heartbeat);
    }

    /// Audits a stream from its first entry to its last, and against what the witnesses and the operator have of it.
    ///
    /// @param elsewhere of any stream
    public WitnessedAudit audit(LedgerStream stream, List<Checkpoint> elsewhere, Witnesses witnesses) {
        return watched.audit(stream, elsewhere, witnesses);
    }

    /// What is known of the ledgers of other nodes.
    ///
    /// @param elsewhere of any stream
    public PeerAudit peers(List<Checkpoint> elsewhere) {
        return peers.audit(elsewhere);
    }

    /// Where other nodes share the store: shows them this ledger's newest checkpoints, and records theirs.
    void meetPeers() {
        sharing().ifPresent(Peers::round);
    }

    private Optional<Peers> sharing() {
        return switch (place.store()) {
            case StorePlace.InDirectory _ -> Optional.empty();
            case StorePlace.InPostgresql _ -> Optional.of(peers);
        };
    }

    /// Looks at a part of each stream each time.
    LedgerSource source(Witnesses witnesses) {
        return watched.source(node, witnesses);
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
        return new Mender(store, journal(), node, bench, remedies, modes, clock, random);
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
        ledger(stream).append(events.next(type, actor, subject, details));
    }

    /// The revisions of the policy, and which of them is in force.
    public ActivePolicy policies() {
        return policies;
    }

    /// What the store keeps for the ledgers of other nodes: only they may take it. One that is gone for good leaves it.
    public List<Outbox.Waiting> waiting() {
        return store
                .<List<Outbox.Waiting>>read(transaction -> transaction.outbox().waiting())
                .stream()
                .filter(waiting -> !waiting.node().equals(node))
                .toList();
    }

    /// Drops what is older from a stream. What `verifyStore` goes by is said again before.
    ///
    /// @return the first entry that is kept
    public long dropBefore(LedgerStream stream, Instant oldest) {
        if (stream == LedgerStream.EVIDENCE) {
            new RowVersions(node, new TimeOrderedId("evt", random), clock).sayAgain(evidence, oldest);
        }
        return ledger(stream).dropBefore(oldest);
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
            settling.remember();
        } catch (LedgerException | StoreException e) {
            System.getLogger(Instance.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
        }
    }
}
