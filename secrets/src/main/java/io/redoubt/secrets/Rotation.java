package io.redoubt.secrets;

import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.time.Duration;
import java.util.List;

/// A secret that Redoubt rotates by itself.
public record Rotation(String path, Duration every, Rotator rotator) {

    /// Who knows how to make a new value that works.
    public enum Rotator {
        /// Alternates two users of a PostgreSQL database.
        POSTGRESQL
    }

    private static final Key<String> PATH = Key.required("path", Texts.SECRET_PATH, "the secret, such as `prod/db`");
    private static final Key<Duration> EVERY = Key.required("every", Durations.TYPE, "how often; at most `max-age`");
    private static final Key<Rotator> ROTATOR = Key.required(
            "rotator", ScalarType.words("a rotator", Rotator.values()), "what makes the new value: `postgresql`");

    static final Shape<Rotation> SHAPE = Shape.of(
            "a rotation",
            List.of(PATH, EVERY, ROTATOR),
            values -> new Rotation(values.get(PATH), values.get(EVERY), values.get(ROTATOR)));
}
