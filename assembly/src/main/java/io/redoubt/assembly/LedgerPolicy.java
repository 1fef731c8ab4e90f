package io.redoubt.assembly;

import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The section `ledger`: who keeps its checkpoints elsewhere, and for how long it is kept itself.
///
/// @param keep for how long each stream is kept
public record LedgerPolicy(List<WitnessTarget> witnesses, Keep keep) {

    /// For how long each stream is kept; for ever where it is null.
    public record Keep(
            @Nullable Duration evidence, @Nullable Duration access) {

        public Optional<Duration> of(LedgerStream stream) {
            return Optional.ofNullable(
                    switch (stream) {
                        case EVIDENCE -> evidence;
                        case ACCESS -> access;
                    });
        }
    }

    private static final ScalarType<Duration> LONG_ENOUGH = Durations.TYPE.where(
            time -> time.compareTo(Duration.ofDays(30)) >= 0, "is shorter than a month", "use 30d or more");
    private static final Key<Duration> EVIDENCE =
            Key.optional("evidence", LONG_ENOUGH, "verdicts, changes and approvals; for ever where it is absent");
    private static final Key<Duration> ACCESS =
            Key.optional("access", LONG_ENOUGH, "reads of secrets, log-ins and refusals; for ever where it is absent");
    private static final Key<List<WitnessTarget>> WITNESS = Key.of(
            "witness",
            ListType.of(WitnessTarget.TYPE).orSingle(),
            "[]",
            "where checkpoints are kept elsewhere: `{ file: PATH }`, `{ url: URL }` or `{ syslog: \"HOST:PORT\" }`");
    private static final Key<Keep> KEEP = Key.of(
            "keep",
            Shape.of(
                    "a time for each stream",
                    List.of(EVIDENCE, ACCESS),
                    values -> new Keep(values.orNull(EVIDENCE), values.orNull(ACCESS))),
            "{}",
            "what `ledger retain` drops is older than this: `{ evidence: 2555d, access: 365d }`");

    static final Shape<LedgerPolicy> SHAPE = Shape.of(
                    "the section ledger",
                    List.of(WITNESS, KEEP),
                    values -> new LedgerPolicy(values.get(WITNESS), values.get(KEEP)))
            .always(LedgerPolicy::check);

    public LedgerPolicy {
        witnesses = List.copyOf(witnesses);
    }

    private static void check(LedgerPolicy policy, Origin at, Reader in) {
        Set<WitnessTarget> seen = new HashSet<>();
        for (WitnessTarget witness : policy.witnesses) {
            if (!seen.add(witness)) {
                in.problem(in.of(witness), "is there twice", "keep one of the two");
            }
        }
    }
}
