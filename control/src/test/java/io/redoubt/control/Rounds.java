package io.redoubt.control;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Rounds of an assessor, for tests.
final class Rounds {

    static final Instant NOW = Instant.parse("2026-07-01T09:00:00Z");

    private Rounds() {}

    static List<Assessment> assess(Limits limits, Control<?>... controls) {
        return assessor(limits).assess(List.of(controls), Set.of(Vantage.WIRE), AssessmentListener.SILENT);
    }

    static Assessor assessor(Limits limits) {
        return new Assessor(InstantSource.fixed(NOW), limits);
    }

    static List<Verdict> verdicts(List<Assessment> assessments) {
        return assessments.stream().map(Assessment::verdict).toList();
    }

    static List<String> hosts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "host:h%03d".formatted(i))
                .toList();
    }
}
