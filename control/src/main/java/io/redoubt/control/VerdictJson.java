package io.redoubt.control;

import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.ledger.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A verdict as it stands in an event's details. What it says is cut where it would not fit into an entry: a server
/// decides how long a header is.
final class VerdictJson {

    private static final int LONGEST_TEXT = 1_000;
    private static final int MOST_DEVIATIONS = 12;
    /// Of all deviations together, in JSON: a control character takes six bytes, and an entry has 65,535 at most.
    private static final int MOST_BYTES = 40_000;

    private VerdictJson() {}

    static Map<String, Json> write(Verdict verdict) {
        Map<String, Json> members = new TreeMap<>();
        members.put("verdict", Json.of(verdict.state().name()));
        switch (verdict) {
            case Pass(String observed) -> members.put("observed", text(observed));
            case NotApplicable(String why) -> members.put("why", text(why));
            case Unknown(String why, String mend) -> {
                members.put("why", text(why));
                members.put("mend", text(mend));
            }
            case Fail(List<Deviation> deviations) -> {
                members.put("deviations", Json.of(worst(deviations)));
                members.put("deviates", Json.of(deviations.size()));
            }
        }
        return members;
    }

    /// As many as fit, the worst first; one always does.
    private static List<Json> worst(List<Deviation> deviations) {
        List<Json> worst = new ArrayList<>();
        int bytes = 0;
        for (Deviation deviation : deviations.subList(0, Math.min(deviations.size(), MOST_DEVIATIONS))) {
            Json json = deviation(deviation);
            bytes += json.toBytes().length;
            if (bytes > MOST_BYTES) {
                break;
            }
            worst.add(json);
        }
        return worst;
    }

    private static Json deviation(Deviation deviation) {
        return Json.of(Map.of(
                "severity", Json.of(deviation.severity().name()),
                "summary", text(deviation.summary()),
                "expected", text(deviation.expected()),
                "observed", text(deviation.observed()),
                "mend", text(deviation.mend())));
    }

    private static Json text(String text) {
        String cut = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
        // Half of a surrogate pair has no place in JSON; a server may have sent one, or the cut made one.
        return Json.of(cut.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining()));
    }

    /// @throws IllegalArgumentException when the details hold no verdict
    static Verdict read(SortedMap<String, Json> members) {
        return switch (state(members)) {
            case PASS -> new Pass(text(members, "observed"));
            case NOT_APPLICABLE -> new NotApplicable(text(members, "why"));
            case UNKNOWN -> new Unknown(text(members, "why"), text(members, "mend"));
            case FAIL -> new Fail(deviations(members));
        };
    }

    private static Verdict.State state(SortedMap<String, Json> members) {
        return Verdict.State.valueOf(text(members, "verdict"));
    }

    private static List<Deviation> deviations(SortedMap<String, Json> members) {
        if (!(members.get("deviations") instanceof Json.Array(List<Json> items))) {
            throw new IllegalArgumentException("a Fail without deviations");
        }
        List<Deviation> deviations = new ArrayList<>();
        for (Json item : items) {
            if (!(item instanceof Json.Obj(SortedMap<String, Json> deviation))) {
                throw new IllegalArgumentException("not a deviation");
            }
            deviations.add(new Deviation(
                    Severity.valueOf(text(deviation, "severity")),
                    text(deviation, "summary"),
                    text(deviation, "expected"),
                    text(deviation, "observed"),
                    text(deviation, "mend")));
        }
        return deviations;
    }

    private static String text(SortedMap<String, Json> members, String key) {
        if (members.get(key) instanceof Json.Text(String text)) {
            return text;
        }
        throw new IllegalArgumentException(key + " is not text");
    }
}
