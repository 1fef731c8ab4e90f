package io.redoubt.access;

import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.Shape;
import java.time.Duration;
import java.util.List;

/// What happens to a permission after so long without use.
///
/// @param propose    its removal is proposed
/// @param warn       who has it is told
/// @param quarantine it is denied, and can be had back with a factor and a reason
/// @param revoke     it is gone
public record UnusedLimits(Duration propose, Duration warn, Duration quarantine, Duration revoke) {

    private static final Key<Duration> PROPOSE = Key.of("propose", Durations.TYPE, "30d", "its removal is proposed");
    private static final Key<Duration> WARN = Key.of("warn", Durations.TYPE, "45d", "who has it is told");
    private static final Key<Duration> QUARANTINE = Key.of(
            "quarantine", Durations.TYPE, "60d", "it is denied; who has it gets it back with a factor and a reason");
    private static final Key<Duration> REVOKE = Key.of("revoke", Durations.TYPE, "75d", "it is removed");

    static final Shape<UnusedLimits> SHAPE = Shape.of(
                    "the limits of unused permissions",
                    List.of(PROPOSE, WARN, QUARANTINE, REVOKE),
                    values -> new UnusedLimits(
                            values.get(PROPOSE), values.get(WARN), values.get(QUARANTINE), values.get(REVOKE)))
            .with(UnusedLimits::check);

    private static void check(UnusedLimits limits, Origin at, Reader in) {
        List<String> names = List.of("propose", "warn", "quarantine", "revoke");
        List<Duration> steps = List.of(limits.propose, limits.warn, limits.quarantine, limits.revoke);
        for (int i = 1; i < names.size(); i++) {
            if (steps.get(i - 1).compareTo(steps.get(i)) >= 0) {
                in.problem(
                        at.written(names.get(i), names.get(i - 1)),
                        "%s (%s) is not before %s (%s)"
                                .formatted(
                                        names.get(i - 1),
                                        Durations.text(steps.get(i - 1)),
                                        names.get(i),
                                        Durations.text(steps.get(i))),
                        "each step comes later than the one before");
                return;
            }
        }
    }
}
