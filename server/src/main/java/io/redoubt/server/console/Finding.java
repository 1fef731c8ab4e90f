package io.redoubt.server.console;

import io.redoubt.control.Assessment;
import io.redoubt.control.Deviation;
import io.redoubt.control.Posture.Held;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.control.Waiver;
import io.redoubt.server.view.SectionState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One verdict, as a page tells it.
///
/// @param summary what is wrong, or what was seen
/// @param waiver  who answers for it, or null
public record Finding(
        String control,
        String title,
        String subject,
        Mark mark,
        String severity,
        String summary,
        List<Way> ways,
        @Nullable String waiver,
        @Nullable When since,
        When at) {

    /// One way in which reality differs.
    ///
    /// @param summary  empty where the finding's says it
    /// @param expected empty where only the mend is known
    public record Way(String severity, String summary, String expected, String observed, String mend) {}

    public boolean waived() {
        return waiver != null;
    }

    static Finding of(Held held, Instant now) {
        Assessment assessment = held.assessment();
        Waiver waiver = assessment.waiver();
        return new Finding(
                assessment.row().id().value(),
                assessment.row().title(),
                assessment.subject().toString(),
                Mark.of(SectionState.of(assessment.verdict().state())),
                assessment.severity().text(),
                summary(assessment),
                ways(assessment),
                waiver == null
                        ? null
                        : "waived by %s until %s: %s".formatted(waiver.owner(), waiver.until(), waiver.reason()),
                held.from().map(at -> When.of(at, now)).orElse(null),
                When.of(assessment.at(), now));
    }

    private static String summary(Assessment assessment) {
        return switch (assessment.verdict()) {
            case Fail fail -> fail.worst().summary();
            case Unknown(String why, var _) -> why;
            case Pass(String observed) -> observed;
            case NotApplicable(String why) -> why;
        };
    }

    private static List<Way> ways(Assessment assessment) {
        return switch (assessment.verdict()) {
            case Fail fail -> fail.deviations().stream().map(Finding::way).toList();
            case Unknown(var _, String mend) -> mend.isEmpty() ? List.of() : List.of(new Way("", "", "", "", mend));
            case Pass _, NotApplicable _ -> List.of();
        };
    }

    private static Way way(Deviation deviation) {
        return new Way(
                deviation.severity().text(),
                deviation.summary(),
                deviation.expected(),
                deviation.observed(),
                deviation.mend());
    }
}
