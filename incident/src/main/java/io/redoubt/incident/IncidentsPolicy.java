package io.redoubt.incident;

import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import java.util.List;

/// The section `incidents`.
///
/// @param actions    how far Redoubt goes by itself
/// @param neverBlock what is never blocked, whatever it does
/// @param notifiers  who is told
public record IncidentsPolicy(Actions actions, List<Protected> neverBlock, List<Notifier> notifiers) {

    /// How far Redoubt goes by itself.
    public enum Actions {
        /// Records only.
        OBSERVE,
        /// Says what it would have done, and whom it would have hit.
        SIMULATE,
        /// Waits for an approval.
        PROPOSE,
        /// Acts, for a while that ends by itself.
        LEASE,
        /// Acts until someone undoes it.
        AUTO
    }

    private static final Key<Actions> ACTIONS = Key.of(
            "actions",
            ScalarType.words("a way to act", Actions.values()),
            "propose",
            "`observe`, `simulate`, `propose` (waits for an approval), `lease` (acts, and ends by itself) or `auto`");
    private static final Key<List<Protected>> NEVER_BLOCK = Key.of(
            "never-block",
            ListType.of(Protected.TYPE).orSingle(),
            "[]",
            "zones and addresses that are never blocked; the edge's trusted proxies are always among them");
    private static final Key<List<Notifier>> NOTIFY = Key.of(
            "notify",
            ListType.of(Notifier.TYPE),
            "[]",
            "who is told: `{ webhook: URL, token: { env: X } }` or `{ email: ADDRESS, through: smtps://HOST }`");

    public static final Shape<IncidentsPolicy> SHAPE = Shape.of(
            "the section incidents",
            List.of(ACTIONS, NEVER_BLOCK, NOTIFY),
            values -> new IncidentsPolicy(values.get(ACTIONS), values.get(NEVER_BLOCK), values.get(NOTIFY)));

    public IncidentsPolicy {
        neverBlock = List.copyOf(neverBlock);
        notifiers = List.copyOf(notifiers);
    }
}
