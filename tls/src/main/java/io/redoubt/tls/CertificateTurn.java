package io.redoubt.tls;

import io.redoubt.control.Journal;
import io.redoubt.control.TimeOrderedId;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.store.IssuedCertificates.Issued;
import io.redoubt.store.IssuedCertificates.New;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import io.redoubt.store.Transaction;
import io.redoubt.tls.Handover.Sight;
import io.redoubt.tls.issuance.Pem;
import io.redoubt.tls.issuance.Progress;
import io.redoubt.tls.issuance.Trouble;
import io.redoubt.tls.issuance.TroubleException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// One certificate's turn under the lease: get the next one if it is due, keep it, hand it over, and only then take it.
/// Every step is in the store before the next begins, so that a process that is killed goes on where it was, and the
/// one in use stays until another is proved.
final class CertificateTurn {

    /// How many that were followed by others are kept beside the one in use.
    private static final int KEPT = 3;

    private static final Duration AFTER_END = Duration.ofDays(30);

    private final Store store;
    private final Journal journal;
    private final String node;
    private final LeaseHold hold;
    private final CertificateRequest request;
    private final Handover handover;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final TimeOrderedId ids;

    CertificateTurn(
            Store store,
            Journal journal,
            String node,
            LeaseHold hold,
            CertificateRequest request,
            Handover handover,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.journal = journal;
        this.node = node;
        this.hold = hold;
        this.request = request;
        this.handover = handover;
        this.clock = clock;
        this.random = random;
        this.ids = new TimeOrderedId("evt", random);
    }

    /// What a source gave.
    ///
    /// @param chain checked, the leaf first
    record Got(List<X509Certificate> chain, PrivateKey key) {}

    /// Where the next certificate comes from.
    @FunctionalInterface
    interface Source {
        Got get(CertificateRecord record) throws TroubleException, InterruptedException;
    }

    CertificateRecord record() {
        return CertificateRecord.read(store, request, clock.instant());
    }

    /// Writes down how far it is, if the lease still holds.
    void note(UnaryOperator<Progress> change) {
        store.inTransaction(transaction -> {
            note(transaction, change);
            return null;
        });
    }

    private void note(Transaction transaction, UnaryOperator<Progress> change) {
        hold.insist(transaction);
        CertificateRecord record = CertificateRecord.read(transaction, request, clock.instant());
        transaction
                .issuance()
                .save(
                        request.id(),
                        record.version(),
                        clock.instant(),
                        change.apply(record.progress()).toBytes());
    }

    /// Gets one now, by a try that is counted, and hands it over.
    void order(Source source) throws InterruptedException {
        note(progress -> progress.withAttempts(progress.attempts().begun(clock.instant())));
        Got got;
        try {
            got = source.get(record());
        } catch (TroubleException failed) {
            fail(failed.trouble(), Optional.empty());
            return;
        }
        keep(got);
        handOver();
    }

    /// Takes what lies in files, where it is another than the one in use.
    void takeUp(Source source) throws InterruptedException {
        Got got;
        try {
            got = source.get(record());
        } catch (TroubleException failed) {
            if (!failed.trouble().equals(record().progress().trouble())) {
                fail(failed.trouble(), Optional.empty());
            }
            return;
        }
        String chain = Pem.of(got.chain());
        boolean known = record().all().stream().anyMatch(each -> each.chain().equals(SecretBytes.ofUtf8(chain)));
        if (!known) {
            keep(got);
            handOver();
        } else if (record().progress().trouble() != null
                && record().current()
                        .filter(each -> each.chain().equals(SecretBytes.ofUtf8(chain)))
                        .isPresent()) {
            note(progress -> progress.withTrouble(null));
        }
    }

    private void keep(Got got) {
        X509Certificate leaf = got.chain().getFirst();
        Instant now = clock.instant();
        store.inTransaction(transaction -> {
            transaction
                    .certificates()
                    .add(new New(
                            request.id(),
                            CertificateRecord.CANDIDATE,
                            now,
                            leaf.getNotBefore().toInstant(),
                            leaf.getNotAfter().toInstant(),
                            SecretBytes.ofUtf8(Pem.of(got.chain())),
                            SecretBytes.ofUtf8(Pem.of(got.key()))));
            note(transaction, progress -> progress.withOrder(null));
            journal.record(
                    transaction,
                    event(
                            "certificate.issued",
                            Map.of(
                                    "serial", Json.of(leaf.getSerialNumber().toString(16)),
                                    "until",
                                            Json.of(leaf.getNotAfter()
                                                    .toInstant()
                                                    .toString()))));
            return null;
        });
        journal.settle();
    }

    /// Takes the candidate, if a client then sees it.
    void handOver() throws InterruptedException {
        CertificateRecord record = record();
        Issued candidate = record.candidate().orElse(null);
        if (candidate == null) {
            return;
        }
        if (!candidate.notAfter().isAfter(clock.instant())) {
            refuse(candidate, "it ended " + candidate.notAfter() + " before it was taken");
            return;
        }
        hold.insist();
        switch (tried(candidate)) {
            case Sight.Shown _ -> take(candidate);
            case Sight.Other(String what) -> refuse(candidate, what);
            case Sight.Unseen(String why) -> keepTrying(why);
        }
    }

    private void take(Issued candidate) {
        store.inTransaction(transaction -> {
            transaction.certificates().advance(candidate, CertificateRecord.TAKEN, clock.instant());
            note(transaction, progress -> new Progress(progress.attempts().succeeded(), null, null, null, null));
            journal.record(transaction, event("certificate.taken", Map.of("number", Json.of(candidate.number()))));
            prune(transaction);
            return null;
        });
        journal.settle();
    }

    private Sight tried(Issued candidate) throws InterruptedException {
        try {
            return handover.take(CertificateRecord.held(candidate));
        } catch (StoreException own) {
            throw own;
        } catch (RuntimeException broken) {
            return new Sight.Unseen(
                    "it could not be tried (" + broken.getClass().getSimpleName() + ")");
        }
    }

    private void refuse(Issued candidate, String complaint) {
        fail(
                new Trouble(
                        "a new certificate was got and not taken: " + complaint,
                        "nothing: the one before goes on, and another is got later"),
                Optional.of(candidate));
    }

    /// The candidate stays: another one would be no better, and authorities count.
    private void keepTrying(String why) {
        Trouble trouble = new Trouble(
                "a new certificate was got, and whether clients see it is not known: " + why,
                "nothing: the one before goes on, and it is tried again");
        if (!trouble.equals(record().progress().trouble())) {
            note(progress -> progress.withTrouble(trouble));
        }
    }

    private void fail(Trouble trouble, Optional<Issued> refused) {
        Instant now = clock.instant();
        store.inTransaction(transaction -> {
            refused.ifPresent(
                    candidate -> transaction.certificates().advance(candidate, CertificateRecord.REFUSED, now));
            note(
                    transaction,
                    progress -> progress.withAttempts(
                                    progress.attempts().failed(now, trouble.until(), random.nextDouble()))
                            .withTrouble(trouble));
            journal.record(transaction, event("certificate.failed", Map.of("why", Json.of(trouble.what()))));
            return null;
        });
        journal.settle();
    }

    /// The one in use is never among them.
    private void prune(Transaction transaction) {
        Instant now = clock.instant();
        CertificateRecord record = CertificateRecord.read(transaction, request, now);
        long inUse = record.current().map(Issued::number).orElse(0L);
        List<Issued> others =
                record.all().stream().filter(each -> each.number() < inUse).toList();
        others.stream()
                .skip(KEPT)
                .filter(each -> !each.state().equals(CertificateRecord.TAKEN)
                        || each.notAfter().plus(AFTER_END).isBefore(now))
                .forEach(transaction.certificates()::remove);
    }

    private Event event(String type, Map<String, Json> details) {
        Map<String, Json> all = new TreeMap<>(details);
        all.put("names", Json.texts(request.names()));
        all.put("from", Json.of(request.from().name().toLowerCase(Locale.ROOT)));
        Instant now = clock.instant();
        return new Event(
                        ids.next(now),
                        now,
                        type,
                        "node:" + node,
                        "certificate:" + request.names().getFirst(),
                        all)
                .abridged();
    }
}
