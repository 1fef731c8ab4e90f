package io.redoubt.policy;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One value, written as it is or taken from `{ env: X }` or `{ file: P }` while the policy is read.
///
/// @param noun    what it is: `a duration`
/// @param example what one could write
/// @param parser  never throws
/// @param json    the schema of what is written out
public record ScalarType<T>(String noun, String example, Function<String, Parsed<T>> parser, Map<String, Object> json)
        implements Type<T> {

    /// Any text whose schema has nothing to say but this.
    public static <T> ScalarType<T> of(String noun, String example, Function<String, Parsed<T>> parser) {
        return new ScalarType<>(noun, example, parser, Map.of("type", List.of("string", "number")));
    }

    /// One of a few words.
    ///
    /// @param noun what they are: `a TLS version`
    public static <T> ScalarType<T> words(String noun, Map<String, T> words) {
        List<String> all = List.copyOf(words.keySet());
        List<Object> schema = new ArrayList<>();
        for (String word : all) {
            schema.add(word);
            if (word.matches("[0-9]+(\\.[0-9]+)?")) {
                schema.add(new BigDecimal(word));
            }
        }
        Function<String, Parsed<T>> parser = text -> {
            T value = words.get(text);
            return value != null
                    ? Parsed.value(value)
                    : Parsed.wrong(
                            "is not " + noun, Suggestion.of(text, all).orElseGet(() -> "use " + Suggestion.oneOf(all)));
        };
        return new ScalarType<>(noun, all.getFirst(), parser, Map.of("enum", schema));
    }

    /// One of an enum's constants, in small letters and with hyphens.
    public static <E extends Enum<E>> ScalarType<E> words(String noun, E[] constants) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : constants) {
            words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return words(noun, words);
    }

    @Override
    public <U> ScalarType<U> map(Function<? super T, ? extends U> make) {
        return new ScalarType<>(noun, example, text -> parser.apply(text).map(make), json);
    }

    /// The same, with another example of what one could write.
    public ScalarType<T> like(String other) {
        return new ScalarType<>(noun, other, parser, json);
    }

    /// The same, where not every value is wanted.
    public ScalarType<T> where(Predicate<T> wanted, String what, String mend) {
        return new ScalarType<>(
                noun,
                example,
                text -> parser.apply(text) instanceof Parsed.Value<T>(T value) && !wanted.test(value)
                        ? Parsed.wrong(what, mend)
                        : parser.apply(text),
                json);
    }

    @Override
    public @Nullable T read(Origin at, Reader in) {
        return switch (at.node()) {
            case Node.Scalar(String text, boolean quoted, var _) -> {
                if (text.isEmpty() && !quoted) {
                    in.problem(at, "has no value", "write one, such as %s, or remove the key".formatted(example));
                    yield null;
                }
                if (Credentials.within(text)) {
                    in.problem(Credentials.problem(at));
                    yield null;
                }
                yield parse(at, Quoted.of(text), text, in);
            }
            case Node.Mapping _ when Reference.isOne(at.node()) -> referred(at, in);
            case Node.Mapping _ -> wrong(at, "is a map and not " + noun, in);
            case Node.Sequence _ -> wrong(at, "is a list and not " + noun, in);
        };
    }

    private @Nullable T wrong(Origin at, String what, Reader in) {
        in.problem(at, what, "write one value, such as " + example);
        return null;
    }

    private @Nullable T parse(Origin at, String name, String text, Reader in) {
        return switch (parser.apply(text)) {
            case Parsed.Value<T>(T value) -> value;
            case Parsed.Wrong<T>(String what, String mend) -> {
                in.problem(at, name + " " + what, mend);
                yield null;
            }
        };
    }

    /// The value itself is never quoted, not in the mend either: who refers to it may have had a reason.
    private @Nullable T hidden(Origin at, String name, String text, Reader in) {
        return switch (parser.apply(text)) {
            case Parsed.Value<T>(T value) -> value;
            case Parsed.Wrong<T>(String what, String mend) -> {
                in.problem(at, name + " " + what, mend.contains(text) ? "use one such as " + example : mend);
                yield null;
            }
        };
    }

    private @Nullable T referred(Origin at, Reader in) {
        return switch (Reference.read(at, in)) {
            case Confidential.Environment(String variable) -> {
                String text = in.references().environment(variable).orElse(null);
                if (text == null) {
                    in.problem(
                            at, "environment variable %s is not set".formatted(variable), "set it, or write the value");
                    yield null;
                }
                yield hidden(at, "the value of environment variable " + variable, text, in);
            }
            case Confidential.File(String path) -> {
                String text;
                try {
                    text = in.references().file(path);
                } catch (IOException e) {
                    in.problem(
                            at,
                            "file %s can't be read: %s".formatted(Quoted.of(path), e.getMessage()),
                            "create it, or write the value");
                    yield null;
                }
                yield hidden(at, "the content of file " + Quoted.of(path), text, in);
            }
            case Confidential.Stored _ -> {
                in.problem(
                        at,
                        "is no secret, and the policy is read before the store is open",
                        "write the value, { env: NAME } or { file: PATH }");
                yield null;
            }
            case Confidential.Literal _ -> throw new IllegalStateException("a reference is no literal");
            case null -> null;
        };
    }

    Map<String, Object> ownSchema() {
        return json;
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("anyOf", List.of(json, Map.of("$ref", "#/$defs/reference")));
    }

    /// What `#/$defs/reference` is.
    public static Map<String, Object> referenceSchema() {
        return Reference.schema(false);
    }
}
