package io.redoubt.control;

import java.util.Comparator;

/// The order in which people are told: what nobody answers for, then Fail before Unknown, then the worst severity.
public final class WorstFirst {

    public static final Comparator<Assessment> ORDER = Comparator.comparing(Assessment::waived)
            .thenComparing(assessment -> assessment.verdict().state())
            .thenComparing(Assessment::severity)
            .thenComparing(assessment -> assessment.row().id())
            .thenComparing(Assessment::subject);

    private WorstFirst() {}
}
