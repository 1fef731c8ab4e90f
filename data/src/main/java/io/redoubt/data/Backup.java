package io.redoubt.data;

import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.time.Duration;
import java.util.List;

/// How one database is backed up.
///
/// @param of                the name of the database
/// @param keep              how long a backup is kept
/// @param restoreDrillEvery how often it is proved that one can be restored
public record Backup(String of, Duration every, Duration keep, BackupTarget to, Duration restoreDrillEvery) {

    private static final Key<String> OF = Key.required("of", Texts.NAME, "the name of a database");
    private static final Key<Duration> EVERY = Key.of("every", Durations.TYPE, "1d", "how often");
    private static final Key<Duration> KEEP = Key.of("keep", Durations.TYPE, "35d", "how long each is kept");
    private static final Key<BackupTarget> TO =
            Key.required("to", BackupTarget.TYPE, "`{ file: DIRECTORY }` or `{ s3: BUCKET/PREFIX }`");
    private static final Key<Duration> DRILL = Key.of(
            "restore-drill-every", Durations.TYPE, "30d", "how often a backup is restored to prove that it can be");

    static final Shape<Backup> SHAPE = Shape.of(
            "a backup",
            List.of(OF, EVERY, KEEP, TO, DRILL),
            values ->
                    new Backup(values.get(OF), values.get(EVERY), values.get(KEEP), values.get(TO), values.get(DRILL)));
}
