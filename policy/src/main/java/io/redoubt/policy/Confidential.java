package io.redoubt.policy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value that may bear a credential: a database's URL, a token. What is written in the policy is where to find it; it
/// is looked up when it is used and not before.
public sealed interface Confidential {

    /// Written out, because it bears no credential.
    record Literal(String text) implements Confidential {}

    /// `{ env: SHOP_DB_URL }`
    record Environment(String variable) implements Confidential {}

    /// `{ file: /run/secrets/db }`
    record File(String path) implements Confidential {}

    /// `{ secret: prod/db }`
    record Stored(String path) implements Confidential {}

    /// @throws ProblemException when it can't be found; the problem names the reference, never the value
    default Secret resolve(References references) {
        return switch (this) {
            case Literal(String text) -> new Secret(text);
            case Environment(String variable) ->
                references
                        .environment(variable)
                        .map(Secret::new)
                        .orElseThrow(() -> missing("environment variable %s is not set".formatted(variable), "set it"));
            case File(String path) -> {
                try {
                    yield new Secret(references.file(path));
                } catch (IOException e) {
                    throw missing("file %s: %s".formatted(path, e.getMessage()), "create it, or correct the path");
                }
            }
            case Stored(String path) ->
                references
                        .secret(path)
                        .orElseThrow(() ->
                                missing("secret %s is not in the store".formatted(path), "redoubt secret put " + path));
        };
    }

    /// As a message may name it, without its value: `{ env: SHOP_DB_URL }`.
    default String described() {
        return switch (this) {
            case Literal(String text) -> text;
            case Environment(String variable) -> "{ env: " + variable + " }";
            case File(String path) -> "{ file: " + path + " }";
            case Stored(String path) -> "{ secret: " + path + " }";
        };
    }

    private static ProblemException missing(String what, String mend) {
        return new ProblemException(Problem.of(what, mend));
    }

    /// A value of which nothing may be written out: a token.
    static Type<Confidential> reference(String noun) {
        return new Of(noun, null);
    }

    /// A value that may be written out where it bears no credential.
    ///
    /// @param literal what may be written
    static Type<Confidential> orLiteral(ScalarType<?> literal) {
        return new Of(literal.noun(), literal);
    }

    /// The type behind both.
    record Of(String noun, @Nullable ScalarType<?> literal) implements Type<Confidential> {

        @Override
        public @Nullable Confidential read(Origin at, Reader in) {
            if (Reference.isOne(at.node())) {
                return Reference.read(at, in);
            }
            if (literal != null) {
                boolean sound = literal.read(at, in) != null;
                return sound && at.node() instanceof Node.Scalar(String text, var _, var _) ? new Literal(text) : null;
            }
            String written = at.node() instanceof Node.Scalar && !at.node().isEmpty()
                    ? "a credential is written here"
                    : "is not a reference to " + noun;
            in.problem(at, written, "write { env: NAME }, { file: PATH } or { secret: PATH }");
            return null;
        }

        @Override
        public String example() {
            return "{ env: NAME }";
        }

        @Override
        public Map<String, Object> schema() {
            Map<String, Object> reference = Reference.schema(true);
            return literal == null ? reference : Map.of("anyOf", List.of(literal.ownSchema(), reference));
        }
    }
}
