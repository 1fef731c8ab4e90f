package io.redoubt.cli.output;

import io.redoubt.control.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The counts of a report in words: `2 fail (1 high, 1 medium)`, `0 unknown`, …
public final class SummaryText {

    private SummaryText() {}

    /// What is waived is named only where there is any.
    public static List<String> parts(Summary summary) {
        String bySeverity = summary.failBySeverity().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().text())
                .collect(Collectors.joining(", "));
        List<String> parts = new ArrayList<>();
        parts.add(summary.fail() + " fail" + (bySeverity.isEmpty() ? "" : " (" + bySeverity + ")"));
        parts.add(summary.unknown() + " unknown");
        parts.add(summary.pass() + " pass");
        parts.add(summary.notApplicable() + " n/a");
        if (summary.waived() > 0) {
            parts.add(summary.waived() + " waived");
        }
        return parts;
    }
}
