package io.redoubt.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One control over all of its subjects.
///
/// @param assessments at least one, all of this control
public record RollUp(Row row, List<Assessment> assessments) {

    private static final Comparator<Assessment> WORST_FIRST = Comparator.comparing(
                    (Assessment assessment) -> assessment.verdict().state())
            .thenComparing(Assessment::waived)
            .thenComparing(Assessment::severity);

    public RollUp {
        if (assessments.isEmpty()) {
            throw new IllegalArgumentException("nothing was assessed of " + row.id());
        }
        assessments = List.copyOf(assessments);
    }

    /// Each control once, in the order in which it first appears.
    public static List<RollUp> of(List<Assessment> assessments) {
        Map<Row, List<Assessment>> byControl = new LinkedHashMap<>();
        for (Assessment assessment : assessments) {
            byControl.computeIfAbsent(assessment.row(), _ -> new ArrayList<>()).add(assessment);
        }
        return byControl.entrySet().stream()
                .map(entry -> new RollUp(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// A control is its worst: Fail, Unknown, Pass, NotApplicable. Among equals, what nobody answers for comes first.
    public Assessment worst() {
        return assessments.stream().min(WORST_FIRST).orElseThrow();
    }
}
