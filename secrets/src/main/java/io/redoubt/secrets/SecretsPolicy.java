package io.redoubt.secrets;

import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.Shape;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The section `secrets`.
///
/// @param store  where they are kept
/// @param maxAge a deadline for every secret; what rotates is said in `rotate`
public record SecretsPolicy(SecretStore store, Duration maxAge, List<Rotation> rotate, List<SecretSync> sync) {

    private static final Key<SecretStore> STORE =
            Key.of("store", SecretStore.TYPE, "embedded", "`embedded`, `{ vault: URL }` or `{ aws: REGION }`");
    private static final Key<Duration> MAX_AGE = Key.of(
            "max-age",
            Durations.TYPE,
            "90d",
            "how old a secret may become; a deadline, rotation itself is declared below");
    private static final Key<List<Rotation>> ROTATE =
            Key.of("rotate", ListType.of(Rotation.SHAPE), "[]", "what Redoubt rotates by itself");
    private static final Key<List<SecretSync>> SYNC =
            Key.of("sync", ListType.of(SecretSync.SHAPE), "[]", "where copies are kept");

    public static final Shape<SecretsPolicy> SHAPE = Shape.of(
                    "the section secrets",
                    List.of(STORE, MAX_AGE, ROTATE, SYNC),
                    values -> new SecretsPolicy(
                            values.get(STORE), values.get(MAX_AGE), values.get(ROTATE), values.get(SYNC)))
            .always(SecretsPolicy::check);

    public SecretsPolicy {
        rotate = List.copyOf(rotate);
        sync = List.copyOf(sync);
    }

    private static void check(SecretsPolicy policy, Origin at, Reader in) {
        Set<String> rotated = new HashSet<>();
        for (Rotation rotation : policy.rotate) {
            Origin here = in.of(rotation);
            if (!rotated.add(rotation.path())) {
                in.problem(here.key("path"), "'%s' is rotated twice".formatted(rotation.path()), "keep one of the two");
            }
            if (rotation.every().compareTo(policy.maxAge) > 0 && in.sound(at.key("max-age"))) {
                in.problem(
                        here.key("every"),
                        "is rarer than secrets.max-age allows (%s)".formatted(Durations.text(policy.maxAge)),
                        "use %s or less".formatted(Durations.text(policy.maxAge)));
            }
        }
        Set<String> targets = new HashSet<>();
        for (SecretSync sync : policy.sync) {
            if (!targets.add(sync.to() + " " + sync.repository())) {
                in.problem(
                        in.of(sync).key("repository"),
                        "'%s' is synchronised twice".formatted(sync.repository()),
                        "put all paths into one entry");
            }
        }
    }
}
