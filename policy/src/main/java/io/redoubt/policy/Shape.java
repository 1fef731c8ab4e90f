package io.redoubt.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A map whose keys are known: the form of a section, or of an item of a list.
///
/// @param noun  what it is: `a route`
/// @param keys  in the order in which they are shown
/// @param make  from the values that were read
/// @param rules what has to hold between them
/// @param partial whether a value can be made although a required key is missing
public record Shape<T>(String noun, List<Key<?>> keys, Function<Values, T> make, List<Rule<T>> rules, boolean partial)
        implements Type<T> {

    /// What has to hold between the values of one map.
    public interface Rule<T> {
        /// @param at where the map stands
        void check(T value, Origin at, Reader in);
    }

    public Shape {
        keys = List.copyOf(keys);
        rules = List.copyOf(rules);
    }

    public static <T> Shape<T> of(String noun, List<Key<?>> keys, Function<Values, T> make) {
        return new Shape<>(noun, keys, make, List.of(), false);
    }

    /// The same, made even where a required key is missing, so that the rest can be checked: [Values#find(Key)] then
    /// gives nothing.
    public Shape<T> evenIfIncomplete() {
        return new Shape<>(noun, keys, make, rules, true);
    }

    /// Asked only when each of the values could be read.
    public Shape<T> with(Rule<T> rule) {
        return always((value, at, in) -> {
            if (in.sound(at)) {
                rule.check(value, at, in);
            }
        });
    }

    /// Asked whenever there is a value, even if a default stands in for what could not be read: the rule itself looks
    /// at what is sound.
    public Shape<T> always(Rule<T> rule) {
        List<Rule<T>> all = new ArrayList<>(rules);
        all.add(rule);
        return new Shape<>(noun, keys, make, all, partial);
    }

    @Override
    public @Nullable T read(Origin at, Reader in) {
        if (!(at.node() instanceof Node.Mapping mapping)) {
            String example = example();
            if (example.equals("{}")) {
                in.problem(at, "is not a map of keys and values", "write its keys below it");
            } else {
                in.problem(at, "is not " + noun, "write it as a map, such as " + example);
            }
            return null;
        }
        refuseUnknown(mapping, at, in);
        Values values = new Values();
        boolean whole = true;
        for (Key<?> key : keys) {
            whole &= read(key, mapping, at, in, values);
        }
        if (!whole && !partial) {
            return null;
        }
        T value = make.apply(values);
        in.remember(value, at);
        rules.forEach(rule -> rule.check(value, at, in));
        return value;
    }

    private void refuseUnknown(Node.Mapping mapping, Origin at, Reader in) {
        List<String> known = keys.stream().map(Key::name).toList();
        for (Node.Entry entry : mapping.entries()) {
            if (key(entry.key()) == null) {
                String mend = Suggestion.orAll(entry.key(), known, "remove it");
                in.problem(at.atKey(entry), "unknown key", mend);
            }
        }
    }

    /// Whether a value stands there now: where the one written is wrong, the default goes on in its place, so that what
    /// is around it can be checked.
    private <V> boolean read(Key<V> key, Node.Mapping mapping, Origin at, Reader in, Values values) {
        if (!mapping.has(key.name())) {
            if (key.required()) {
                in.problem(
                        new Origin(at.key(key.name()).path(), mapping),
                        "is missing",
                        "add '%s: %s'".formatted(key.name(), key.type().example()));
            }
            return !key.required();
        }
        V value = key.type().read(at.key(key.name()), in);
        if (value == null && key.otherwise() != null) {
            value = key.type().read(new Origin(at.key(key.name()).path(), key.defaultNode()), in);
        }
        if (value != null) {
            values.put(key, value);
        }
        return value != null || !key.required();
    }

    private @Nullable Key<?> key(String name) {
        for (Key<?> key : keys) {
            if (key.name().equals(name)) {
                return key;
            }
        }
        return null;
    }

    /// In the order of the keys; what is unknown comes last.
    @Override
    public Node complete(Node node) {
        Node.Mapping mapping = switch (node) {
            case Node.Mapping written -> written;
            case Node.Scalar scalar when scalar.isEmpty() -> new Node.Mapping(List.of(), scalar.place());
            case Node.Scalar _, Node.Sequence _ -> null;
        };
        if (mapping == null) {
            return node;
        }
        List<Node.Entry> entries = new ArrayList<>();
        for (Key<?> key : keys) {
            Node.Entry written = mapping.entry(key.name()).orElse(null);
            boolean empty =
                    written != null && written.value().isEmpty() && key.type().emptyIsDefault();
            if (key.otherwise() != null && (written == null || empty)) {
                entries.add(new Node.Entry(key.name(), Place.DEFAULT, key.defaultNode()));
            } else if (written != null) {
                entries.add(
                        new Node.Entry(key.name(), written.place(), key.type().complete(written.value())));
            }
        }
        for (Node.Entry entry : mapping.entries()) {
            if (key(entry.key()) == null) {
                entries.add(entry);
            }
        }
        return new Node.Mapping(entries, mapping.place());
    }

    @Override
    public Node merge(Node below, Node above) {
        return Merge.maps(below, above, name -> {
            Key<?> key = key(name);
            return key == null ? null : key.type();
        });
    }

    @Override
    public boolean emptyIsDefault() {
        return true;
    }

    @Override
    public String example() {
        List<String> parts = new ArrayList<>();
        for (Key<?> key : keys) {
            if (key.required()) {
                parts.add(key.name() + ": " + key.type().example());
            }
        }
        return parts.isEmpty() ? "{}" : "{ " + String.join(", ", parts) + " }";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Key<?> key : keys) {
            Map<String, Object> property = new LinkedHashMap<>(key.type().schema());
            property.put("description", key.about());
            properties.put(key.name(), property);
            if (key.required()) {
                required.add(key.name());
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", required.isEmpty() ? List.of("object", "null") : "object");
        object.put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("additionalProperties", false);
        return object;
    }
}
