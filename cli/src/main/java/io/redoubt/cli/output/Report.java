package io.redoubt.cli.output;

import io.redoubt.control.Assessment;
import io.redoubt.control.ControlId;
import io.redoubt.control.Subject;
import io.redoubt.control.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one round of looking came to.
///
/// @param policy          null where reality was held against the defaults
/// @param recordedIn      the data directory that keeps the verdicts, or null where nothing does
/// @param at              when the round ended
/// @param assessments     in the order of the catalogue, waivers applied
/// @param notDeclared     sections of which the policy says nothing
/// @param notAssessedHere controls that can't look from where Redoubt runs
/// @param notes           at most one a subject
public record Report(
        @Nullable PolicyName policy,
        @Nullable String recordedIn,
        Instant at,
        List<Assessment> assessments,
        List<String> notDeclared,
        List<ControlId> notAssessedHere,
        List<SubjectNote> notes) {

    public Report {
        assessments = List.copyOf(assessments);
        notDeclared = List.copyOf(notDeclared);
        notAssessedHere = List.copyOf(notAssessedHere);
        notes = List.copyOf(notes);
    }

    public Summary summary() {
        return Summary.of(assessments, notDeclared, notAssessedHere);
    }

    /// In the order in which subjects first appear.
    Map<Subject, List<Assessment>> bySubject() {
        Map<Subject, List<Assessment>> subjects = new LinkedHashMap<>();
        for (Assessment assessment : assessments) {
            subjects.computeIfAbsent(assessment.subject(), _ -> new ArrayList<>())
                    .add(assessment);
        }
        return subjects;
    }

    Optional<SubjectNote> note(Subject subject) {
        return notes.stream().filter(note -> note.subject().equals(subject)).findFirst();
    }
}
