package io.redoubt.scan;

import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.Shape;
import java.time.Duration;
import java.util.List;

/// How soon a finding has to be mended, by its severity.
public record Deadlines(Duration critical, Duration high, Duration medium) {

    private static final Key<Duration> CRITICAL = Key.of("critical", Durations.TYPE, "7d", "from when it was found");
    private static final Key<Duration> HIGH = Key.of("high", Durations.TYPE, "30d", "from when it was found");
    private static final Key<Duration> MEDIUM = Key.of("medium", Durations.TYPE, "90d", "from when it was found");

    static final Shape<Deadlines> SHAPE = Shape.of(
                    "the deadlines",
                    List.of(CRITICAL, HIGH, MEDIUM),
                    values -> new Deadlines(values.get(CRITICAL), values.get(HIGH), values.get(MEDIUM)))
            .with(Deadlines::check);

    private static void check(Deadlines deadlines, Origin at, Reader in) {
        List<String> names = List.of("critical", "high", "medium");
        List<Duration> times = List.of(deadlines.critical, deadlines.high, deadlines.medium);
        for (int i = 1; i < names.size(); i++) {
            if (times.get(i - 1).compareTo(times.get(i)) > 0) {
                in.problem(
                        at.written(names.get(i), names.get(i - 1)),
                        "%s (%s) is longer than %s (%s)"
                                .formatted(
                                        names.get(i - 1),
                                        Durations.text(times.get(i - 1)),
                                        names.get(i),
                                        Durations.text(times.get(i))),
                        "the worse a finding, the sooner");
                return;
            }
        }
    }
}
