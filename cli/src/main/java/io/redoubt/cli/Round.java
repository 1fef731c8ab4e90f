package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.Scope;
import io.redoubt.cli.output.PolicyName;
import io.redoubt.cli.output.Report;
import io.redoubt.cli.output.SubjectNote;
import io.redoubt.control.Assessment;
import io.redoubt.control.Assessor;
import io.redoubt.control.ControlId;
import io.redoubt.control.Limits;
import io.redoubt.control.PostureHistory;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Holds one scope against reality, as often as it is asked, and records what it saw where there is an instance.
final class Round implements AutoCloseable {

    private final Surroundings surroundings;
    private final Scope scope;
    private final Set<String> sections;
    private final @Nullable PolicyName policy;
    private final @Nullable Recorder recorder;
    private final Assessor assessor;

    /// Where verdicts are kept.
    ///
    /// @param actor as the ledger names it
    record Recorder(Instances.Lent lent, String actor) {
        Instance instance() {
            return lent.instance();
        }
    }

    /// @param scope    already cut to the sections
    /// @param sections that were asked for; empty for all
    /// @param policy   null where the scope is that of no policy
    /// @param recorder   null where nothing is recorded
    Round(
            Surroundings surroundings,
            Scope scope,
            Set<String> sections,
            @Nullable PolicyName policy,
            @Nullable Recorder recorder) {
        this.surroundings = surroundings;
        this.scope = scope;
        this.sections = Set.copyOf(sections);
        this.policy = policy;
        this.recorder = recorder;
        this.assessor = new Assessor(surroundings.clock(), Limits.defaults().withTimeout(scope.timeout()));
    }

    /// A machine that has an instance is one of the service's own: only there is looking at the machine of any use.
    private Set<Vantage> reachable() {
        return recorder == null ? Set.of(Vantage.WIRE) : Set.of(Vantage.WIRE, Vantage.HOST, Vantage.STORE);
    }

    Report look(Progress progress) throws InterruptedException {
        List<Assessment> seen = assessor.assess(scope.controls(), reachable(), progress);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Instant now = surroundings.clock().instant();
        List<Assessment> assessments = scope.waivers().applyTo(seen, now);
        if (recorder != null && policy != null) {
            recorder.instance()
                    .posture()
                    .record(
                            assessments,
                            new PostureHistory.RoundScope(scope.controls(), reachable(), sections),
                            policy.digest(),
                            recorder.actor(),
                            now);
        }
        return new Report(
                policy,
                recorder == null ? null : recorder.instance().directory().toString(),
                now,
                assessments,
                scope.notDeclared(),
                notAssessedHere(),
                notes(seen));
    }

    private List<ControlId> notAssessedHere() {
        return Stream.concat(
                        scope.notAssessedHere().stream(),
                        Assessor.notAssessedHere(scope.controls(), reachable()).stream())
                .distinct()
                .toList();
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

    @Override
    public void close() {
        if (recorder != null) {
            recorder.lent().close();
        }
    }
}
