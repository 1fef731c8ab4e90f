package io.redoubt.control;

import io.redoubt.ledger.Json;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The members of a JSON object that Redoubt itself wrote: what is not as it was written is a fault, not an input.
record Fields(SortedMap<String, Json> members) {

    static Fields of(@Nullable Json json) {
        if (json instanceof Json.Obj(var members)) {
            return new Fields(members);
        }
        throw new IllegalArgumentException("a stored change is not as it was written");
    }

    String text(String key) {
        if (members.get(key) instanceof Json.Text(String text)) {
            return text;
        }
        throw new IllegalArgumentException("a stored change has no text " + key);
    }

    @Nullable
    String textOrNull(String key) {
        return members.containsKey(key) ? text(key) : null;
    }

    List<Json> items(String key) {
        if (members.get(key) instanceof Json.Array(List<Json> items)) {
            return items;
        }
        throw new IllegalArgumentException("a stored change has no list " + key);
    }

    List<String> texts(String key) {
        return items(key).stream()
                .map(item -> {
                    if (item instanceof Json.Text(String text)) {
                        return text;
                    }
                    throw new IllegalArgumentException("a stored change has something else in its list " + key);
                })
                .toList();
    }

    SortedMap<String, String> map(String key) {
        Fields fields = fields(key);
        SortedMap<String, String> map = new TreeMap<>();
        fields.members.keySet().forEach(name -> map.put(name, fields.text(name)));
        return map;
    }

    Fields fields(String key) {
        return of(members.get(key));
    }
}
