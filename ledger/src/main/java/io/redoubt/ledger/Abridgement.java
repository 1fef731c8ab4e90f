package io.redoubt.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is left of an event that is larger than an entry: the largest of its details give way to their digests, one
/// after the other, until it fits.
final class Abridgement {

    private static final String SUFFIX = "-digest";

    private Abridgement() {}

    static Event of(Event event) {
        Event shorter = event;
        TreeMap<String, Json> details = new TreeMap<>(event.details().members());
        for (Map.Entry<String, Json> largest : largestFirst(event.details())) {
            if (shorter.isEntry()) {
                break;
            }
            details.remove(largest.getKey());
            details.put(largest.getKey() + SUFFIX, digest(largest.getValue()));
            shorter = new Event(event.id(), event.at(), event.type(), event.actor(), event.subject(), details);
        }
        return shorter;
    }

    private static List<Map.Entry<String, Json>> largestFirst(Json.Obj details) {
        return details.members().entrySet().stream()
                .sorted(Comparator.comparingInt(member -> -member.getValue().toBytes().length))
                .toList();
    }

    private static Json digest(Json value) {
        byte[] json = value.toBytes();
        Map<String, Json> members = new HashMap<>();
        members.put("bytes", Json.of(json.length));
        members.put("sha256", Json.of(Sha256.of(json)));
        switch (value) {
            case Json.Array(List<Json> items) -> members.put("count", Json.of(items.size()));
            case Json.Obj(var all) -> members.put("count", Json.of(all.size()));
            case Json.Text _, Json.Numeric _, Json.Bool _, Json.Null _ -> {}
        }
        return Json.of(members);
    }
}
