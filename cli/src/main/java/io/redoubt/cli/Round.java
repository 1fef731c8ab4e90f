package io.redoubt.cli;

import io.redoubt.assembly.DamagedInstance;
import io.redoubt.assembly.Instance;
import io.redoubt.assembly.Scope;
import io.redoubt.assembly.Witnesses;
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
    private final Memory memory;
    private final Assessor assessor;

    /// Where verdicts are kept.
    sealed interface Memory {

        record Nothing() implements Memory {}

        /// @param actor as the ledger names it
        record Recorder(Instances.Lent lent, String actor, Witnesses witnesses) implements Memory {
            Instance instance() {
                return lent.instance();
            }
        }

        /// The ledger takes nothing.
        record Broken(DamagedInstance instance) implements Memory {}
    }

    /// @param scope    already cut to the sections
    /// @param sections that were asked for; empty for all
    /// @param policy   null where the scope is that of no policy
    Round(Surroundings surroundings, Scope scope, Set<String> sections, @Nullable PolicyName policy, Memory memory) {
        this.surroundings = surroundings;
        this.scope = scope;
        this.sections = Set.copyOf(sections);
        this.policy = policy;
        this.memory = memory;
        this.assessor = new Assessor(surroundings.clock(), Limits.defaults().withTimeout(scope.timeout()));
    }

    /// A machine that has an instance is one of the service's own: only there is looking at the machine of any use.
    private Set<Vantage> reachable() {
        return memory instanceof Memory.Nothing
                ? Set.of(Vantage.WIRE)
                : Set.of(Vantage.WIRE, Vantage.HOST, Vantage.STORE);
    }

    Report look(Progress progress) throws InterruptedException {
        List<Assessment> seen = assessor.assess(scope.controls(), reachable(), progress);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Instant now = surroundings.clock().instant();
        List<Assessment> assessments = scope.waivers().applyTo(seen, now);
        String recordedIn = null;
        if (memory instanceof Memory.Recorder recorder && policy != null) {
            record(recorder, policy, assessments, now);
            recordedIn = recorder.instance().directory().toString();
        }
        return new Report(policy, recordedIn, now, assessments, scope.notDeclared(), notAssessedHere(), notes(seen));
    }

    private void record(Memory.Recorder recorder, PolicyName policy, List<Assessment> assessments, Instant now) {
        Instance instance = recorder.instance();
        instance.posture()
                .record(
                        assessments,
                        new PostureHistory.RoundScope(scope.controls(), reachable(), sections),
                        policy.digest(),
                        recorder.actor(),
                        now);
        instance.heartbeat();
        AtInstance.publish(instance, recorder.witnesses(), surroundings);
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
        switch (memory) {
            case Memory.Nothing _ -> {}
            case Memory.Recorder recorder -> recorder.lent().close();
            case Memory.Broken(DamagedInstance instance) -> instance.close();
        }
    }
}
