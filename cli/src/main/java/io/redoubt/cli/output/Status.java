package io.redoubt.cli.output;

import io.redoubt.control.Assessment;
import io.redoubt.control.Change;
import io.redoubt.control.ControlId;
import io.redoubt.control.Posture;
import io.redoubt.control.Turn;
import java.time.Instant;
import java.util.List;

/// How a service stands, by what was recorded.
///
/// @param service         with its environment
/// @param policy          the one that it is held against
/// @param activation      what is known of the active revision, in words
/// @param recordedIn      the data directory
/// @param sections        all, in the order of the guide
/// @param notDeclared     those of which the policy says nothing
/// @param notAssessedHere controls that nothing here can assess
/// @param turned          lately, newest first
/// @param changes         that are not finished
/// @param entries         in the ledger's evidence
/// @param epoch           that it is in: more than 1 where it was set back, or begun anew
public record Status(
        String service,
        PolicyName policy,
        String activation,
        String recordedIn,
        Instant at,
        List<String> sections,
        List<String> notDeclared,
        List<ControlId> notAssessedHere,
        Posture posture,
        List<Turn> turned,
        List<Change> changes,
        long entries,
        long epoch) {

    public Status {
        sections = List.copyOf(sections);
        notDeclared = List.copyOf(notDeclared);
        notAssessedHere = List.copyOf(notAssessedHere);
        turned = List.copyOf(turned);
        changes = List.copyOf(changes);
    }

    List<Posture.Held> of(String section) {
        return posture.held().stream()
                .filter(held -> held.assessment().row().id().section().equals(section))
                .toList();
    }

    static List<Assessment> assessments(List<Posture.Held> held) {
        return held.stream().map(Posture.Held::assessment).toList();
    }
}
