package io.redoubt.server.view;

import io.redoubt.assembly.Core;
import io.redoubt.assembly.Difference;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.PolicyDiff;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.PolicyRevisions.NodeReport;
import io.redoubt.store.PolicyRevisions.Revision;
import io.redoubt.store.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The revisions of the policy: looked at, compared, proposed, activated. Thread-safe.
public final class Revisions {

    private final Core core;

    public Revisions(Core core) {
        this.core = core;
    }

    /// @param revisions newest first
    /// @param reports   what each node runs
    public record All(List<Revision> revisions, Optional<Activation> active, List<NodeReport> reports) {

        public All {
            revisions = List.copyOf(revisions);
            reports = List.copyOf(reports);
        }

        public boolean isActive(Revision revision) {
            return active.filter(one -> one.digest().equals(revision.digest())).isPresent();
        }
    }

    public All all() {
        return core.instance()
                .store()
                .read(transaction -> new All(
                        transaction.revisions().all().stream()
                                .sorted(Comparator.comparing(Revision::createdAt)
                                        .reversed()
                                        .thenComparing(Revision::digest))
                                .toList(),
                        transaction.revisions().active(),
                        transaction.revisions().reports()));
    }

    public Optional<Revision> find(String digest) {
        return core.instance()
                .store()
                .read(transaction -> transaction.revisions().find(digest));
    }

    public static String text(SecretBytes bytes) {
        return new String(bytes.reveal(), StandardCharsets.UTF_8);
    }

    public List<Difference> between(Revision before, Revision after) {
        return PolicyDiff.between(core.read(text(before.document())), core.read(text(after.document())));
    }

    /// Stores a policy that was read without a problem, and activates nothing.
    ///
    /// @param author kept sealed
    /// @param actor  the same, as the ledger names it
    /// @return as it is stored: the author is the one who was first
    public Revision propose(String document, String author, String actor) {
        Policy policy = core.read(document);
        core.instance().policies().propose(policy, author, actor);
        return find(policy.digest()).orElseThrow();
    }

    /// Makes a stored revision the active one; an older one too, which is how one goes back.
    ///
    /// @param expected the number of the activation that was seen, 0 for none
    public Activation activate(Revision revision, long expected, String author, String actor) {
        return core.activate(core.read(text(revision.document())), expected, author, actor);
    }
}
