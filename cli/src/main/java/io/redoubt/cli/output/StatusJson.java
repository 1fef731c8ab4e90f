package io.redoubt.cli.output;

import io.redoubt.control.Change;
import io.redoubt.control.ControlId;
import io.redoubt.control.Posture;
import io.redoubt.control.Standing;
import io.redoubt.control.Summary;
import io.redoubt.control.Turn;
import io.redoubt.policy.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `redoubt status --format json`, format 1: it only grows.
public final class StatusJson {

    private static final int FORMAT = 1;

    private final JsonRenderer verdicts = new JsonRenderer();

    public String render(Status status) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("service", status.service());
        json.put("policy", verdicts.policy(status.policy()));
        json.put("at", Times.rfc3339(status.at()));
        json.put("recordedIn", status.recordedIn());
        json.put("evidenceEntries", status.entries());
        json.put("epoch", status.epoch());
        json.put(
                "summary",
                verdicts.summary(
                        Summary.of(status.posture().assessments(), status.notDeclared(), status.notAssessedHere())));
        json.put("sections", sections(status));
        json.put("verdicts", status.posture().held().stream().map(this::held).toList());
        json.put("turned", status.turned().stream().map(StatusJson::turn).toList());
        json.put(
                "retired",
                status.posture().retired().stream().map(StatusJson::retired).toList());
        json.put("changes", status.changes().stream().map(StatusJson::change).toList());
        return Json.pretty(json);
    }

    private List<Map<String, Object>> sections(Status status) {
        List<Map<String, Object>> sections = new ArrayList<>();
        for (String section : status.sections()) {
            List<ControlId> notHere = status.notAssessedHere().stream()
                    .filter(id -> id.section().equals(section))
                    .toList();
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("section", section);
            json.put("declared", !status.notDeclared().contains(section));
            json.putAll(verdicts.summary(Summary.of(Status.assessments(status.of(section)), List.of(), notHere)));
            json.remove("notDeclared");
            sections.add(json);
        }
        return sections;
    }

    private Map<String, @Nullable Object> held(Posture.Held held) {
        Map<String, @Nullable Object> json = verdicts.verdict(held.assessment());
        json.put("since", held.from().map(Times::rfc3339).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> turn(Turn turn) {
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

    private static Map<String, Object> retired(Standing standing) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("control", standing.control().value());
        json.put("subject", standing.subject().toString());
        json.put("vantage", standing.vantage().text());
        json.put("last", standing.verdict().state().name());
        json.put("at", Times.rfc3339(standing.since()));
        return json;
    }

    private static Map<String, @Nullable Object> change(Change change) {
        Instant ends = change.state().endsAt();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", change.id());
        json.put("state", change.state().text());
        json.put("summary", change.plan().summary());
        json.put("endsAt", ends == null ? null : Times.rfc3339(ends));
        json.put("at", Times.rfc3339(change.updatedAt()));
        return json;
    }
}
