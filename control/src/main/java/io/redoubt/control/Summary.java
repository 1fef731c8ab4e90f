package io.redoubt.control;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How many assessments ended how. What is waived is counted there and nowhere else.
///
/// @param failBySeverity  adds up to `fail`; holds no zeros; the worst first
/// @param notDeclared     sections of which the policy says nothing
/// @param notAssessedHere controls that can't look from where Redoubt runs
public record Summary(
        int pass,
        int fail,
        int unknown,
        int notApplicable,
        int waived,
        Map<Severity, Integer> failBySeverity,
        List<String> notDeclared,
        List<ControlId> notAssessedHere) {

    public Summary {
        Map<Severity, Integer> ordered = new EnumMap<>(Severity.class);
        ordered.putAll(failBySeverity);
        failBySeverity = Collections.unmodifiableMap(ordered);
        notDeclared = List.copyOf(notDeclared);
        notAssessedHere = List.copyOf(notAssessedHere);
    }

    public static Summary of(List<Assessment> assessments, List<String> notDeclared, List<ControlId> notAssessedHere) {
        int pass = 0;
        int fail = 0;
        int unknown = 0;
        int notApplicable = 0;
        int waived = 0;
        Map<Severity, Integer> failBySeverity = new EnumMap<>(Severity.class);
        for (Assessment assessment : assessments) {
            if (assessment.waived()) {
                waived++;
                continue;
            }
            switch (assessment.verdict().state()) {
                case PASS -> pass++;
                case UNKNOWN -> unknown++;
                case NOT_APPLICABLE -> notApplicable++;
                case FAIL -> {
                    fail++;
                    failBySeverity.merge(assessment.severity(), 1, Integer::sum);
                }
            }
        }
        return new Summary(pass, fail, unknown, notApplicable, waived, failBySeverity, notDeclared, notAssessedHere);
    }
}
