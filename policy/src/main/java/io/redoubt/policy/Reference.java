package io.redoubt.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How `{ env: X }`, `{ file: P }` and `{ secret: P }` are written.
final class Reference {

    private Reference() {}

    static boolean isOne(Node node) {
        return node instanceof Node.Mapping mapping
                && mapping.entries().size() == 1
                && (mapping.has("env") || mapping.has("file") || mapping.has("secret"));
    }

    static @Nullable Confidential read(Origin at, Reader in) {
        if (!(at.node() instanceof Node.Mapping mapping)) {
            return null;
        }
        Node.Entry entry = mapping.entries().getFirst();
        Origin value = at.key(entry.key());
        if (!(entry.value() instanceof Node.Scalar(String text, var _, var _)) || text.isEmpty()) {
            in.problem(value, "has no name", "write { %s: NAME }".formatted(entry.key()));
            return null;
        }
        return switch (entry.key()) {
            case "env" -> variable(value, text, in);
            case "file" -> new Confidential.File(text);
            default -> new Confidential.Stored(text);
        };
    }

    private static @Nullable Confidential variable(Origin at, String text, Reader in) {
        boolean name = !Ascii.digit(text.charAt(0)) && text.chars().allMatch(c -> c == '_' || Ascii.alphanumeric(c));
        if (!name) {
            in.problem(
                    at,
                    "%s is not the name of an environment variable".formatted(Quoted.of(text)),
                    "use A-Z, 0-9 and _");
            return null;
        }
        return new Confidential.Environment(text);
    }

    static Map<String, Object> schema(boolean secret) {
        List<Object> kinds = new ArrayList<>();
        for (String key : secret ? List.of("env", "file", "secret") : List.of("env", "file")) {
            kinds.add(Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of(key, Map.of("type", "string")),
                    "required",
                    List.of(key),
                    "additionalProperties",
                    false));
        }
        return Map.of("anyOf", kinds);
    }
}
