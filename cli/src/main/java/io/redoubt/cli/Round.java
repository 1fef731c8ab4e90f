package io.redoubt.cli;

import io.redoubt.assembly.DamagedInstance;
import io.redoubt.assembly.Instance;
import io.redoubt.assembly.Scope;
import io.redoubt.assembly.Survey;
import io.redoubt.assembly.Witnesses;
import io.redoubt.cli.output.PolicyName;
import io.redoubt.cli.output.Report;
import io.redoubt.cli.output.SubjectNote;
import io.redoubt.cli.output.Visible;
import io.redoubt.control.Assessment;
import io.redoubt.control.Assessor;
import io.redoubt.control.ControlId;
import io.redoubt.control.Subject;
import io.redoubt.ledger.LedgerException;
import io.redoubt.store.StoreException;
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
    private final Memory memory;
    private final Survey survey;
    private final Surroundings surroundings;
    private @Nullable String unrecorded;

    /// Where verdicts are kept.
    sealed interface Memory {

        record Nothing() implements Memory {}

        /// @param actor as the ledger names it
        record Recorder(Instances.Lent lent, String actor, Witnesses witnesses) implements Memory {
            Instance instance() {
                return lent.instance();
            }
        }

        /// The data directory can't be used for now.
        ///
        /// @param why and its mend
        record Unusable(String why) implements Memory {}

        /// The ledger takes nothing.
        record Broken(DamagedInstance instance) implements Memory {}
    }

    /// @param scope    already cut to the sections
    /// @param sections that were asked for; empty for all
    /// @param policy   null where the scope is that of no policy
    Round(Surroundings surroundings, Scope scope, Set<String> sections, @Nullable PolicyName policy, Memory memory) {
        this.surroundings = surroundings;
        this.scope = scope;
        this.policy = policy;
        this.memory = memory;
        this.survey = new Survey(
                scope,
                id -> sections.isEmpty() || sections.contains(id.section()),
                memory instanceof Memory.Recorder recorder && policy != null
                        ? new Survey.Recorder(recorder.instance(), policy.digest(), recorder.actor())
                        : null,
                memory instanceof Memory.Nothing ? Survey.FROM_AFAR : Survey.FROM_WITHIN,
                surroundings.clock());
    }

    Report look(Progress progress) throws InterruptedException {
        Survey.Seen seen = survey.see(progress);
        unrecorded = memory instanceof Memory.Unusable(String why) ? why : null;
        boolean recorded = false;
        if (memory instanceof Memory.Recorder recorder && policy != null) {
            recorded = record(recorder, seen);
        }
        return new Report(
                policy,
                recorded ? ((Memory.Recorder) memory).instance().directory().toString() : null,
                seen.at(),
                seen.assessments(),
                scope.notDeclared(),
                notAssessedHere(),
                notes(seen.assessments()));
    }

    /// What was seen is shown, whether it can be kept or not.
    private boolean record(Memory.Recorder recorder, Survey.Seen seen) {
        try {
            survey.record(seen);
            recorder.instance().heartbeat();
            AtInstance.publish(recorder.instance(), recorder.witnesses(), surroundings);
            return true;
        } catch (StoreException.Unavailable e) {
            unrecorded = e.problem() + "; what the ledger took of it stays";
        } catch (LedgerException.Unavailable e) {
            unrecorded = e.getMessage() + "; " + LedgerText.mend(e) + "; what the ledger took of it stays";
        }
        return false;
    }

    /// Says it where the last look was to be recorded and could not be.
    ///
    /// @return whether that was so
    boolean warnUnrecorded() {
        if (unrecorded != null) {
            surroundings.err().println("warning: this round is not recorded: " + Visible.of(unrecorded));
        }
        return unrecorded != null;
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
        switch (memory) {
            case Memory.Nothing _, Memory.Unusable _ -> {}
            case Memory.Recorder recorder -> recorder.lent().close();
            case Memory.Broken(DamagedInstance instance) -> instance.close();
        }
    }
}
