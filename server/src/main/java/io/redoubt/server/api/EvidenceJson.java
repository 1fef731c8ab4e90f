package io.redoubt.server.api;

import io.redoubt.ledger.Entry;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Hash;
import io.redoubt.ledger.Json;
import io.redoubt.server.view.Evidence.Proved;
import io.redoubt.server.view.Times;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// How entries of the ledger are written.
final class EvidenceJson {

    private EvidenceJson() {}

    static Map<String, @Nullable Object> entry(Entry entry) {
        Event event = entry.event();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("index", BigDecimal.valueOf(entry.index()));
        json.put("id", event.id());
        json.put("at", Times.rfc3339(event.at()));
        json.put("type", event.type());
        json.put("actor", event.actor());
        json.put("subject", event.subject());
        json.put("details", plain(event.details()));
        return json;
    }

    /// @return with `hashed`, the very text whose hash the proof begins with
    static Map<String, @Nullable Object> proved(Proved proved) {
        Map<String, @Nullable Object> json = entry(proved.entry());
        json.put("hashed", new String(proved.entry().event().toJson(), StandardCharsets.UTF_8));
        json.put("leaf", proved.entry().leaf().toString());
        json.put("proof", proved.proof().path().stream().map(Hash::toString).toList());
        json.put("treeSize", BigDecimal.valueOf(proved.proof().size()));
        json.put("checkpoint", proved.checkpoint().toString());
        json.put("key", proved.key());
        return json;
    }

    private static @Nullable Object plain(Json json) {
        return switch (json) {
            case Json.Text(String text) -> text;
            case Json.Numeric(double number) -> new BigDecimal(number);
            case Json.Bool(boolean truth) -> truth;
            case Json.Null() -> null;
            case Json.Array(List<Json> items) ->
                items.stream().map(EvidenceJson::plain).toList();
            case Json.Obj(SortedMap<String, Json> members) -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                members.forEach((key, value) -> map.put(key, plain(value)));
                yield map;
            }
        };
    }
}
