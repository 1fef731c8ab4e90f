package io.redoubt.secrets;

import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.util.List;

/// Copies of secrets that others read.
///
/// @param repository `owner/name`
public record SecretSync(Target to, String repository, List<String> paths) {

    /// Who gets the copies.
    public enum Target {
        /// The secrets of GitHub Actions.
        GITHUB
    }

    private static final Key<Target> TO = Key.required(
            "to", ScalarType.words("a target", Target.values()), "`github`: the secrets of GitHub Actions");
    private static final Key<String> REPOSITORY = Key.required(
            "repository",
            ScalarType.of(
                    "a repository",
                    "acme/shop",
                    text -> text.length() <= 140 && text.matches("[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
                            ? Parsed.value(text)
                            : Parsed.wrong("is not a repository", "use owner/name, such as acme/shop")),
            "`owner/name`");
    private static final Key<List<String>> PATHS =
            Key.required("paths", ListType.of(Texts.SECRET_PATH).orSingle().notEmpty(), "the secrets to copy");

    static final Shape<SecretSync> SHAPE = Shape.of(
            "a sync",
            List.of(TO, REPOSITORY, PATHS),
            values -> new SecretSync(values.get(TO), values.get(REPOSITORY), values.get(PATHS)));

    public SecretSync {
        paths = List.copyOf(paths);
    }
}
