package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.Scope;
import io.redoubt.assembly.Survey;
import io.redoubt.cli.output.PolicyName;
import io.redoubt.cli.output.Report;
import io.redoubt.cli.output.SubjectNote;
import io.redoubt.control.Assessment;
import io.redoubt.control.Assessor;
import io.redoubt.control.ControlId;
import io.redoubt.control.Subject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Holds one scope against reality, as often as it is asked, and records what it saw where there is an instance.
final class Round implements AutoCloseable {

    private final Scope scope;
    private final @Nullable PolicyName policy;
    private final @Nullable Recorder recorder;
    private final Survey survey;

    /// Where verdicts are kept.
    ///
    /// @param actor as the ledger names it
    record Recorder(Instance instance, String actor) {}

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
        this.scope = scope;
        this.policy = policy;
        this.recorder = recorder;
        this.survey = new Survey(
                scope,
                id -> sections.isEmpty() || sections.contains(id.section()),
                recorder == null || policy == null
                        ? null
                        : new Survey.Recorder(recorder.instance(), policy.digest(), recorder.actor()),
                surroundings.clock());
    }

    Report look(Progress progress) throws InterruptedException {
        Survey.Seen seen = survey.look(progress);
        return new Report(
                policy,
                recorder == null ? null : recorder.instance().directory().toString(),
                seen.at(),
                seen.assessments(),
                scope.notDeclared(),
                notAssessedHere(),
                notes(seen.assessments()));
    }

    private List<ControlId> notAssessedHere() {
        return Stream.concat(
                        scope.notAssessedHere().stream(),
                        Assessor.notAssessedHere(scope.controls(), survey.reachable()).stream())
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
            recorder.instance().close();
        }
    }
}
