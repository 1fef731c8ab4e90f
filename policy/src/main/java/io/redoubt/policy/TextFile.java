package io.redoubt.policy;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The path of a file whose content is read while the policy is, as [References#file] does.
///
/// @param example what one could write: `internal-ca.pem`
/// @param parser  reads the content; never throws, and quotes nothing of it
public record TextFile<T>(String example, Function<String, Parsed<T>> parser) implements Type<T> {

    @Override
    public @Nullable T read(Origin at, Reader in) {
        String path = path().read(at, in);
        if (path == null) {
            return null;
        }
        // The value of a reference is never quoted.
        String name = Reference.isOne(at.node()) ? "the file" : "file " + Quoted.of(path);
        try {
            return switch (parser.apply(in.references().file(path))) {
                case Parsed.Value<T>(T value) -> value;
                case Parsed.Wrong<T>(String what, String mend) -> {
                    in.problem(at, name + " " + what, mend);
                    yield null;
                }
            };
        } catch (IOException e) {
            in.problem(at, "%s can't be read: %s".formatted(name, e.getMessage()), "create it, or correct the path");
            return null;
        }
    }

    private ScalarType<String> path() {
        return Texts.PATH.like(example);
    }

    @Override
    public Map<String, Object> schema() {
        return path().schema();
    }
}
