package io.redoubt.data;

import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Node;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Suggestion;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The section `data`.
public record DataPolicy(Cipher atRest, List<Database> databases, List<Backup> backups) {

    /// What data at rest is encrypted with.
    public enum Cipher {
        AES_256
    }

    private static final Key<Cipher> AT_REST = Key.of(
            "at-rest",
            ScalarType.words("a cipher for data at rest", new LinkedHashMap<>(Map.of("AES-256", Cipher.AES_256))),
            "AES-256",
            "what data at rest has to be encrypted with");
    private static final Key<List<Database>> DATABASES =
            Key.of("databases", ListType.of(Database.SHAPE), "[]", "the databases to verify and to back up");
    private static final Key<List<Backup>> BACKUPS =
            Key.of("backups", ListType.of(Backup.SHAPE), "[]", "what is backed up, how often and where to");

    public static final Shape<DataPolicy> SHAPE = Shape.of(
                    "the section data",
                    List.of(AT_REST, DATABASES, BACKUPS),
                    values -> new DataPolicy(values.get(AT_REST), values.get(DATABASES), values.get(BACKUPS)))
            .always(DataPolicy::check);

    public DataPolicy {
        databases = List.copyOf(databases);
        backups = List.copyOf(backups);
    }

    private static void check(DataPolicy policy, Origin at, Reader in) {
        Set<String> names = new HashSet<>();
        for (Database database : policy.databases) {
            if (!names.add(database.name())) {
                in.problem(
                        in.of(database).key("name"),
                        "'%s' is the name of two databases".formatted(database.name()),
                        "give each its own");
            }
        }
        List<String> written = at.key("databases").items().stream()
                .map(item -> item.key("name").node())
                .filter(node -> node instanceof Node.Scalar)
                .map(node -> ((Node.Scalar) node).text())
                .toList();
        Set<String> backed = new HashSet<>();
        for (Backup backup : policy.backups) {
            Origin here = in.of(backup);
            if (!written.contains(backup.of())) {
                in.problem(
                        here.key("of"),
                        "'%s' is not a database".formatted(backup.of()),
                        Suggestion.orAll(backup.of(), written, "declare it under data.databases"));
            }
            if (!backed.add(backup.of() + " " + backup.to())) {
                in.problem(
                        here, "'%s' is backed up to this target twice".formatted(backup.of()), "keep one of the two");
            }
            if (!in.sound(here)) {
                continue;
            }
            if (backup.every().compareTo(backup.keep()) > 0) {
                in.problem(
                        here.written("every", "keep"),
                        "the last backup (kept %s) is gone before the next is made (every %s)"
                                .formatted(Durations.text(backup.keep()), Durations.text(backup.every())),
                        "keep them longer or make them more often");
            } else if (backup.restoreDrillEvery().compareTo(backup.every()) < 0) {
                in.problem(
                        here.written("restore-drill-every", "every"),
                        "a restore is tried every %s, and a backup made every %s"
                                .formatted(Durations.text(backup.restoreDrillEvery()), Durations.text(backup.every())),
                        "make backups at least as often");
            }
        }
    }
}
