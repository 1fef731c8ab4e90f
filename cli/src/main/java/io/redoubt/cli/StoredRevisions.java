package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.Policy;
import io.redoubt.cli.output.Visible;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.PolicyRevisions.Revision;
import io.redoubt.store.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The revisions of the policy in the store, as the command line names them: `active`, or `sha256:` and enough digits
/// to tell one apart.
final class StoredRevisions {

    private static final String ACTIVE = "active";
    private static final String DIGEST = "sha256:";
    private static final int SHORT = 12;
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{8,64}");

    private final Instance instance;
    private final PolicySource source;

    StoredRevisions(Instance instance, PolicySource source) {
        this.instance = instance;
        this.source = source;
    }

    /// Whether a word names a revision; else it names a file.
    static boolean isOne(String word) {
        return word.equals(ACTIVE) || word.startsWith(DIGEST);
    }

    /// As it is printed.
    static String digest(String digits) {
        return DIGEST + digits;
    }

    static String text(SecretBytes sealed) {
        return new String(sealed.reveal(), StandardCharsets.UTF_8);
    }

    /// Newest first.
    List<Revision> all() {
        return instance.store()
                .<List<Revision>>read(transaction -> transaction.revisions().all())
                .reversed();
    }

    Optional<Activation> active() {
        return instance.policies().active();
    }

    /// The active policy, where there is one.
    Optional<Policy> activePolicy() {
        return active().map(active -> read(stored(active.digest())));
    }

    /// @throws ProblemException when there is none, or several begin so
    Revision find(String word) {
        if (word.equals(ACTIVE)) {
            return active().map(active -> stored(active.digest()))
                    .orElseThrow(() -> new ProblemException(
                            Problem.of("no revision is active", "make one active: redoubt policy activate")));
        }
        String digits = word.startsWith(DIGEST) ? word.substring(DIGEST.length()) : "";
        if (!DIGITS.matcher(digits).matches()) {
            throw new ProblemException(
                    Problem.of(
                            "'%s' names no revision".formatted(Visible.of(word)),
                            "write sha256: and at least 8 of its digits, as `redoubt policy revisions` lists them; a file is named by --policy"));
        }
        return stored(digits);
    }

    private Revision stored(String digits) {
        List<Revision> found = all().stream()
                .filter(revision -> revision.digest().startsWith(digits))
                .toList();
        if (found.size() != 1) {
            throw new ProblemException(Problem.of(
                    found.isEmpty()
                            ? "no stored revision begins with " + digest(digits)
                            : "%d revisions begin with %s".formatted(found.size(), digest(digits)),
                    found.isEmpty()
                            ? "`redoubt policy revisions` lists those that there are"
                            : "write more of its digits"));
        }
        return found.getFirst();
    }

    /// @throws ProblemException when this release reads another policy in it, or none
    Policy read(Revision revision) {
        String name = digest(revision.digest().substring(0, SHORT));
        Policy policy = source.file().read(name, text(revision.document()), source.environment());
        if (!policy.digest().equals(revision.digest())) {
            throw new ProblemException(Problem.of(
                    "this release reads another policy in %s: %s".formatted(name, digest(policy.digest())),
                    "activate the policy file instead, and look at `redoubt policy diff` first"));
        }
        return policy;
    }
}
