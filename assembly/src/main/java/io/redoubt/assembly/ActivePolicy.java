package io.redoubt.assembly;

import io.redoubt.control.Journal;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.PolicyRevisions.NodeReport;
import io.redoubt.store.PolicyRevisions.Revision;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// The revisions of the policy in the store, and which of them is in force. What is done here is durable in the ledger
/// when it returns.
public final class ActivePolicy {

    private final Store store;
    private final String node;
    private final String subject;
    private final Journal journal;
    private final NewEvents events;
    private final InstantSource clock;

    /// @param subject what the ledger calls the policy
    ActivePolicy(Store store, String node, String subject, Journal journal, NewEvents events, InstantSource clock) {
        this.store = store;
        this.node = node;
        this.subject = subject;
        this.journal = journal;
        this.events = events;
        this.clock = clock;
    }

    /// Stores a policy as a revision, and activates nothing.
    ///
    /// @param author who does it: kept sealed
    /// @param actor  the same, as the ledger names it
    /// @return whether it was not stored before
    public boolean propose(Policy policy, String author, String actor) {
        Instant now = clock.instant();
        String digest = policy.digest();
        boolean stored = store.inTransaction(transaction -> {
            boolean isNew = transaction.revisions().add(revision(policy, author, now));
            if (isNew) {
                journal.record(
                        transaction,
                        events.next("policy.proposed", actor, subject, Map.of("digest", Json.of("sha256:" + digest))));
            }
            return isNew;
        });
        journal.settle();
        return stored;
    }

    private static Revision revision(Policy policy, String author, Instant now) {
        return new Revision(policy.digest(), now, SecretBytes.ofUtf8(author), SecretBytes.ofUtf8(policy.show()));
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
            transaction.revisions().add(revision(policy, author, now));
            Activation done = transaction.revisions().activate(digest, expected, now);
            transaction.revisions().report(new NodeReport(node, digest, now));
            Event event = events.next(
                    "policy.activated",
                    actor,
                    subject,
                    Map.of("digest", Json.of("sha256:" + digest), "number", Json.of(done.number())));
            journal.record(transaction, event);
            return done;
        });
        journal.settle();
        return activation;
    }

    public Optional<Activation> active() {
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

    /// Leaves a node that is gone for good out of what is judged of all nodes.
    ///
    /// @throws ProblemException when it is not known, or goes on
    public void forget(String gone, String actor) {
        store.inTransaction(transaction -> {
            NodeReport report = transaction.revisions().reports().stream()
                    .filter(each -> each.node().equals(gone))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(Problem.of(
                            "no node " + gone + " has reported which policy it runs",
                            "`redoubt check` names those that have")));
            if (gone.equals(node) || !report.at().plus(Convergence.SILENCE).isBefore(clock.instant())) {
                throw new ProblemException(Problem.of(
                        "node %s is not gone: it said at %s that it goes on".formatted(gone, report.at()),
                        "end it first, and wait for an hour; a node that goes on would be back at once"));
            }
            if (!transaction.revisions().forget(report)) {
                throw new ProblemException(
                        Problem.of("node " + gone + " says just now that it goes on", "end it first"));
            }
            journal.record(
                    transaction,
                    events.next(
                            "node.forgotten",
                            actor,
                            "node:" + gone,
                            Map.of("digest", Json.of("sha256:" + report.digest()))));
            return null;
        });
        journal.settle();
    }

    /// Says which policy this node goes by.
    void report(String digest) {
        store.inTransaction(transaction -> {
            transaction.revisions().report(new NodeReport(node, digest, clock.instant()));
            return null;
        });
    }
}
