package io.redoubt.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One of several forms, told apart by what is written: a word, or a map by a key that only it has.
///
/// @param noun  what it is: `a store`
/// @param word  the form that is one value, or null
/// @param forms by the key that tells them apart; under the empty key the form of every other map
public record Choice<T>(String noun, @Nullable ScalarType<? extends T> word, Map<String, Shape<? extends T>> forms)
        implements Type<T> {

    public static <T> Choice<T> of(String noun) {
        return new Choice<>(noun, null, Map.of());
    }

    public Choice<T> word(ScalarType<? extends T> type) {
        return new Choice<>(noun, type, forms);
    }

    public Choice<T> form(String key, Shape<? extends T> shape) {
        Map<String, Shape<? extends T>> more = new LinkedHashMap<>(forms);
        more.put(key, shape);
        return new Choice<>(noun, word, more);
    }

    public Choice<T> otherwise(Shape<? extends T> shape) {
        return form("", shape);
    }

    @Override
    public @Nullable T read(Origin at, Reader in) {
        List<String> found = found(at.node());
        Type<? extends T> type = type(at.node());
        if (found.size() > 1) {
            in.problem(at, "has both '%s' and '%s'".formatted(found.getFirst(), found.get(1)), "keep one of them");
            return null;
        }
        if (type == null) {
            in.problem(at, "is not " + noun, "write " + String.join(" or ", examples()));
            return null;
        }
        T value = type.read(at, in);
        if (value != null) {
            in.remember(value, at);
        }
        return value;
    }

    private @Nullable Type<? extends T> type(Node node) {
        if (!(node instanceof Node.Mapping)) {
            return node instanceof Node.Scalar ? word : null;
        }
        List<String> found = found(node);
        if (!found.isEmpty()) {
            return forms.get(found.getFirst());
        }
        return word != null && Reference.isOne(node) ? word : forms.get("");
    }

    private List<String> found(Node node) {
        List<String> found = new ArrayList<>();
        if (node instanceof Node.Mapping mapping) {
            for (String key : forms.keySet()) {
                if (!key.isEmpty() && mapping.has(key)) {
                    found.add(key);
                }
            }
        }
        return found;
    }

    @Override
    public Node complete(Node node) {
        Type<? extends T> type = type(node);
        return type == null ? node : type.complete(node);
    }

    /// Two of the same form are merged; another form takes the place of the one below.
    @Override
    public Node merge(Node below, Node above) {
        Type<? extends T> type = type(above);
        return type != null && type.equals(type(below)) ? type.merge(below, above) : above;
    }

    @Override
    public String example() {
        return examples().getFirst();
    }

    private List<String> examples() {
        List<String> examples = new ArrayList<>();
        if (word != null) {
            examples.add(word.example());
        }
        forms.values().forEach(shape -> examples.add(shape.example()));
        return examples;
    }

    @Override
    public Map<String, Object> schema() {
        List<Object> any = new ArrayList<>();
        if (word != null) {
            any.add(word.schema());
        }
        forms.values().forEach(shape -> any.add(shape.schema()));
        return Map.of("anyOf", any);
    }
}
