package io.redoubt.cli;

import io.redoubt.assembly.Scope;
import io.redoubt.cli.output.PolicyName;
import io.redoubt.cli.output.Report;
import io.redoubt.cli.output.SubjectNote;
import io.redoubt.control.Assessment;
import io.redoubt.control.Assessor;
import io.redoubt.control.Limits;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds one scope against reality, as often as it is asked.
final class Round {

    /// From where a command looks: what needs the machine, the source or the store comes with its engine.
    private static final Set<Vantage> REACHABLE = Set.of(Vantage.WIRE);

    private final Surroundings surroundings;
    private final Scope scope;
    private final @Nullable PolicyName policy;
    private final Assessor assessor;

    /// @param policy null where the scope is that of no policy
    Round(Surroundings surroundings, Scope scope, @Nullable PolicyName policy) {
        this.surroundings = surroundings;
        this.scope = scope;
        this.policy = policy;
        this.assessor = new Assessor(surroundings.clock(), Limits.defaults().withTimeout(scope.timeout()));
    }

    Report look(Progress progress) throws InterruptedException {
        List<Assessment> seen = assessor.assess(scope.controls(), REACHABLE, progress);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Instant now = surroundings.clock().instant();
        return new Report(
                policy,
                null,
                now,
                scope.waivers().applyTo(seen, now),
                scope.notDeclared(),
                scope.notAssessedHere(),
                notes(seen));
    }

    private List<SubjectNote> notes(List<Assessment> seen) {
        Map<Subject, Duration> longest = new LinkedHashMap<>();
        for (Assessment assessment : seen) {
            longest.merge(assessment.subject(), assessment.took(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
        return longest.entrySet().stream()
                .map(entry ->
                        new SubjectNote(entry.getKey(), scope.addresses().apply(entry.getKey()), entry.getValue()))
                .toList();
    }
}
