package io.redoubt.server.api;

import io.redoubt.control.Assessment;
import io.redoubt.control.ControlId;
import io.redoubt.control.Deviation;
import io.redoubt.control.Posture.Held;
import io.redoubt.control.Severity;
import io.redoubt.control.Standing;
import io.redoubt.control.Summary;
import io.redoubt.control.Turn;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.control.Waiver;
import io.redoubt.server.view.Times;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How verdicts are written: the words of `redoubt status --format json`.
final class VerdictJson {

    private VerdictJson() {}

    static Map<String, @Nullable Object> held(Held held) {
        Assessment assessment = held.assessment();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("control", assessment.row().id().value());
        json.put("section", assessment.row().id().section());
        json.put("title", assessment.row().title());
        json.put("severity", assessment.severity().text());
        json.put("subject", assessment.subject().toString());
        json.put("vantage", assessment.vantage().text());
        json.put("verdict", assessment.verdict().state().name());
        switch (assessment.verdict()) {
            case Fail(List<Deviation> deviations) ->
                json.put(
                        "deviations",
                        deviations.stream().map(VerdictJson::deviation).toList());
            case Unknown(String why, String mend) -> {
                json.put("why", why);
                json.put("mend", mend);
            }
            case Pass(String observed) -> json.put("observed", observed);
            case NotApplicable(String why) -> json.put("why", why);
        }
        json.put("at", Times.rfc3339(assessment.at()));
        json.put("since", time(held.since()));
        json.put("waiver", waiver(assessment.waiver()));
        return json;
    }

    private static Map<String, Object> deviation(Deviation deviation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("severity", deviation.severity().text());
        json.put("summary", deviation.summary());
        json.put("expected", deviation.expected());
        json.put("observed", deviation.observed());
        json.put("mend", deviation.mend());
        return json;
    }

    private static @Nullable Map<String, Object> waiver(@Nullable Waiver waiver) {
        if (waiver == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("owner", waiver.owner());
        json.put("reason", waiver.reason());
        json.put("until", waiver.until().toString());
        return json;
    }

    static Map<String, Object> summary(Summary summary) {
        Map<String, Object> bySeverity = new LinkedHashMap<>();
        for (Severity severity : Severity.values()) {
            bySeverity.put(severity.text(), summary.failBySeverity().getOrDefault(severity, 0));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pass", summary.pass());
        json.put("fail", summary.fail());
        json.put("unknown", summary.unknown());
        json.put("notApplicable", summary.notApplicable());
        json.put("waived", summary.waived());
        json.put("failBySeverity", bySeverity);
        json.put("notDeclared", summary.notDeclared());
        json.put(
                "notAssessedHere",
                summary.notAssessedHere().stream().map(ControlId::value).toList());
        return json;
    }

    static Map<String, @Nullable Object> turn(Turn turn) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("control", turn.control().value());
        json.put("subject", turn.of().map(Object::toString).orElse(null));
        json.put("vantage", turn.vantage().text());
        json.put("before", Optional.ofNullable(turn.before()).map(Enum::name).orElse(null));
        json.put("after", turn.after().name());
        json.put("at", Times.rfc3339(turn.at()));
        json.put("drift", turn.isDrift());
        return json;
    }

    static Map<String, Object> retired(Standing standing) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("control", standing.control().value());
        json.put("subject", standing.subject().toString());
        json.put("vantage", standing.vantage().text());
        json.put("last", standing.verdict().state().name());
        json.put("at", Times.rfc3339(standing.since()));
        return json;
    }

    static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : Times.rfc3339(at);
    }
}
