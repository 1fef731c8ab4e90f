package io.redoubt.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values of one kind, in order. An item that could not be read is left out of what is read, so that the others can be
/// checked all the same.
///
/// @param single  whether one value may stand for a list of one
/// @param grows   whether an overlay adds instead of replacing
/// @param atLeast how many there have to be
/// @param empty   what a key without a value means, as YAML
public record ListType<T>(Type<T> item, boolean single, boolean grows, int atLeast, String empty)
        implements Type<List<T>> {

    public static <T> ListType<T> of(Type<T> item) {
        return new ListType<>(item, false, false, 0, "[]");
    }

    public ListType<T> orSingle() {
        return new ListType<>(item, true, grows, atLeast, empty);
    }

    public ListType<T> growing() {
        return new ListType<>(item, single, true, atLeast, empty);
    }

    public ListType<T> notEmpty() {
        return new ListType<>(item, single, grows, 1, empty);
    }

    public ListType<T> whenEmpty(String yaml) {
        return new ListType<>(item, single, grows, atLeast, yaml);
    }

    @Override
    public @Nullable List<T> read(Origin at, Reader in) {
        if (!(at.node() instanceof Node.Sequence)) {
            in.problem(at, "is not a list", "write [ %s ]".formatted(item.example()));
            return null;
        }
        List<Origin> items = at.items();
        if (items.size() < atLeast) {
            in.problem(at, "is empty", "write [ %s ]".formatted(item.example()));
            return null;
        }
        List<T> values = new ArrayList<>();
        for (Origin each : items) {
            T value = item.read(each, in);
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() < atLeast ? null : List.copyOf(values);
    }

    @Override
    public Node complete(Node node) {
        return switch (node) {
            case Node.Sequence(List<Node> items, Place place) ->
                new Node.Sequence(items.stream().map(item::complete).toList(), place);
            case Node.Scalar _ when node.isEmpty() -> Yaml.builtIn(empty);
            case Node.Scalar _, Node.Mapping _ ->
                single ? new Node.Sequence(List.of(item.complete(node)), node.place()) : node;
        };
    }

    @Override
    public Node merge(Node below, Node above) {
        if (!grows) {
            return above;
        }
        List<Node> items = new ArrayList<>();
        for (Node part : List.of(below, above)) {
            switch (part) {
                case Node.Sequence sequence -> items.addAll(sequence.items());
                case Node.Scalar _ when part.isEmpty() -> {}
                case Node.Scalar _, Node.Mapping _ -> items.add(part);
            }
        }
        return new Node.Sequence(items, below.place());
    }

    @Override
    public boolean emptyIsDefault() {
        return true;
    }

    @Override
    public String example() {
        return single ? item.example() : "[" + item.example() + "]";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", atLeast > 0 ? "array" : List.of("array", "null"));
        list.put("items", item.schema());
        if (atLeast > 0) {
            list.put("minItems", atLeast);
        }
        return single ? Map.of("anyOf", List.of(item.schema(), list)) : list;
    }
}
