package io.redoubt.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values under names that the operator chooses.
public record MapType<T>(ScalarType<String> name, Type<T> value) implements Type<Map<String, T>> {

    @Override
    public @Nullable Map<String, T> read(Origin at, Reader in) {
        if (!(at.node() instanceof Node.Mapping mapping)) {
            in.problem(at, "is not a map", "write { %s: %s }".formatted(name.example(), value.example()));
            return null;
        }
        Map<String, T> values = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            String key = name.read(at.atKey(entry), in);
            T read = value.read(at.key(entry.key()), in);
            if (key != null && read != null) {
                values.put(key, read);
            }
        }
        return Collections.unmodifiableMap(values);
    }

    @Override
    public Node complete(Node node) {
        if (node.isEmpty()) {
            return new Node.Mapping(List.of(), node.place());
        }
        if (!(node instanceof Node.Mapping(List<Node.Entry> entries, Place place))) {
            return node;
        }
        List<Node.Entry> complete = new ArrayList<>();
        for (Node.Entry entry : entries) {
            complete.add(new Node.Entry(entry.key(), entry.place(), value.complete(entry.value())));
        }
        return new Node.Mapping(complete, place);
    }

    @Override
    public Node merge(Node below, Node above) {
        return Merge.maps(below, above, _ -> value);
    }

    @Override
    public boolean emptyIsDefault() {
        return true;
    }

    @Override
    public String example() {
        return "{ " + name.example() + ": " + value.example() + " }";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", List.of("object", "null"));
        map.put("propertyNames", name.ownSchema());
        map.put("additionalProperties", value.schema());
        return map;
    }
}
