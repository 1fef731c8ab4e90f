package io.redoubt.edge.snapshot;

import io.redoubt.policy.Parsed;
import io.redoubt.policy.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A JSON object that is read key by key; what is wrong is gathered, and what nobody asked for is wrong too.
final class JsonObject {

    private final String path;
    private final Map<String, Object> values;
    private final TreeSet<String> unread;
    private final List<String> problems;

    private JsonObject(String path, Map<String, Object> values, List<String> problems) {
        this.path = path;
        this.values = values;
        this.unread = new TreeSet<>(values.keySet());
        this.problems = problems;
    }

    /// Whatever is no object is read as an empty one.
    static JsonObject of(String path, @Nullable Object value, List<String> problems) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> values.put(String.valueOf(key), each));
        } else {
            problems.add(path + " is no object");
        }
        return new JsonObject(path, values, problems);
    }

    /// To be called when all keys have been read.
    void end() {
        unread.forEach(key -> problems.add(at(key) + " is not known"));
    }

    String text(String key) {
        return required(key, String.class, "a text", "");
    }

    Optional<String> optionalText(String key) {
        return values.containsKey(key) ? Optional.of(text(key)) : Optional.empty();
    }

    Secret secret(String key) {
        return new Secret(text(key));
    }

    boolean truth(String key) {
        return values.containsKey(key) && required(key, Boolean.class, "true or false", false);
    }

    long number(String key, long least, long most) {
        long number = required(key, Long.class, "a whole number", least);
        if (number < least || number > most) {
            problems.add("%s is not from %d to %d".formatted(at(key), least, most));
            return least;
        }
        return number;
    }

    int count(String key, int otherwise, int most) {
        return values.containsKey(key) ? (int) number(key, 1, most) : otherwise;
    }

    OptionalLong optionalNumber(String key, long most) {
        return values.containsKey(key) ? OptionalLong.of(number(key, 0, most)) : OptionalLong.empty();
    }

    OptionalInt optionalCount(String key, int most) {
        return values.containsKey(key) ? OptionalInt.of((int) number(key, 1, most)) : OptionalInt.empty();
    }

    /// In milliseconds.
    Duration time(String key, Duration otherwise) {
        return values.containsKey(key)
                ? Duration.ofMillis(number(key, 1, Duration.ofDays(7).toMillis()))
                : otherwise;
    }

    <T> @Nullable T parsed(String key, Function<String, Parsed<T>> parser) {
        return parsed(at(key), text(key), parser);
    }

    private <T> @Nullable T parsed(String where, String text, Function<String, Parsed<T>> parser) {
        return switch (parser.apply(text)) {
            case Parsed.Value<T>(T value) -> value;
            case Parsed.Wrong<T>(String what, String _) -> {
                problems.add(where + " " + what);
                yield null;
            }
        };
    }

    <T> List<T> parsedList(String key, Function<String, Parsed<T>> parser) {
        List<T> list = new ArrayList<>();
        int index = 0;
        for (Object each : items(key)) {
            String where = at(key) + "[" + index++ + "]";
            if (!(each instanceof String text)) {
                problems.add(where + " is not a text");
                continue;
            }
            T value = parsed(where, text, parser);
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    <T> List<T> objects(String key, Function<JsonObject, @Nullable T> reader) {
        List<T> list = new ArrayList<>();
        int index = 0;
        for (Object each : items(key)) {
            add(list, of(at(key) + "[" + index++ + "]", each, problems), reader);
        }
        return list;
    }

    <T> Map<String, T> named(String key, Function<JsonObject, @Nullable T> reader) {
        Map<String, T> map = new LinkedHashMap<>();
        JsonObject all = object(key);
        all.values.forEach((name, value) -> {
            List<T> one = new ArrayList<>();
            add(one, of(all.at(name), value, problems), reader);
            one.forEach(each -> map.put(name, each));
        });
        return map;
    }

    Map<String, String> texts(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        if (values.containsKey(key)) {
            JsonObject all = object(key);
            all.values.keySet().forEach(name -> map.put(name, all.text(name)));
        }
        return map;
    }

    JsonObject object(String key) {
        unread.remove(key);
        return of(at(key), values.get(key), problems);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    @Nullable
    Object raw(String key) {
        unread.remove(key);
        return values.get(key);
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    List<String> problems() {
        return problems;
    }

    private static <T> void add(List<T> list, JsonObject object, Function<JsonObject, @Nullable T> reader) {
        try {
            T value = reader.apply(object);
            if (value != null) {
                list.add(value);
            }
        } catch (IllegalArgumentException e) {
            object.problems.add(object.path + ": " + e.getMessage());
        }
        object.end();
    }

    private List<?> items(String key) {
        unread.remove(key);
        if (!values.containsKey(key)) {
            return List.of();
        }
        if (values.get(key) instanceof List<?> list) {
            return list;
        }
        problems.add(at(key) + " is no list");
        return List.of();
    }

    private <T> T required(String key, Class<T> type, String what, T otherwise) {
        unread.remove(key);
        Object value = values.get(key);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        problems.add(value == null ? at(key) + " is missing" : at(key) + " is not " + what);
        return otherwise;
    }
}
