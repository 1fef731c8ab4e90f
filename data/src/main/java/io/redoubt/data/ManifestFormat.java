package io.redoubt.data;

import io.redoubt.data.BackupManifest.File;
import io.redoubt.data.BackupManifest.Stream;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// `manifest.json`: canonical JSON (RFC 8785).
final class ManifestFormat {

    /// The names that may be unpacked, so that nothing lands elsewhere.
    private static final Pattern NAME =
            Pattern.compile("VERSION|store\\.db|ledger/node|ledger/(evidence|access)(/[a-z0-9][a-z0-9.-]{0,31}){1,2}");

    /// The longest file that is read into memory.
    private static final int SMALL = 512;

    private static final Set<String> SMALL_FILES = Set.of("VERSION", "ledger/node");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private ManifestFormat() {}

    static byte[] write(BackupManifest manifest) {
        return Json.of(Map.of(
                        "format", Json.of(BackupManifest.FORMAT),
                        "service", Json.of(manifest.service()),
                        "node", Json.of(manifest.node()),
                        "store-id", Json.of(manifest.storeId()),
                        "epoch", Json.of(manifest.epoch()),
                        "program", Json.of(manifest.program()),
                        "made", Json.of(manifest.made().toString()),
                        "streams",
                                Json.of(manifest.streams().stream()
                                        .map(ManifestFormat::json)
                                        .toList()),
                        "files",
                                Json.of(manifest.files().stream()
                                        .map(ManifestFormat::json)
                                        .toList())))
                .toBytes();
    }

    private static Json json(Stream stream) {
        return Json.of(Map.of(
                "stream", Json.of(stream.stream().directory()),
                "checkpoint", Json.of(stream.checkpoint().note()),
                "before-store", Json.of(stream.beforeStore()),
                "keys",
                        Json.texts(stream.keys().stream()
                                .map(VerifierKey::toString)
                                .toList())));
    }

    private static Json json(File file) {
        return Json.of(Map.of(
                "name", Json.of(file.name()),
                "size", Json.of(file.size()),
                "sha256", Json.of(file.sha256())));
    }

    /// @throws BackupException.Refused  when a newer program wrote it
    /// @throws BackupException.Damaged when it is no manifest
    static BackupManifest read(byte[] bytes) {
        try {
            Json.Obj manifest = object(Json.ofBytes(bytes));
            if (number(manifest, "format") > BackupManifest.FORMAT) {
                throw new BackupException.Refused(Problem.of(
                        "the backup has format " + number(manifest, "format") + ", and this redoubt knows "
                                + BackupManifest.FORMAT,
                        "use the newer redoubt that made it"));
            }
            return checked(new BackupManifest(
                    text(manifest, "service"),
                    text(manifest, "node"),
                    text(manifest, "store-id"),
                    number(manifest, "epoch"),
                    text(manifest, "program"),
                    Instant.parse(text(manifest, "made")),
                    list(manifest, "streams").stream()
                            .map(ManifestFormat::stream)
                            .toList(),
                    list(manifest, "files").stream().map(ManifestFormat::file).toList()));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException | ProblemException e) {
            throw new BackupException.Damaged(
                    Problem.of("the backup's manifest cannot be read: " + e.getMessage(), "use another backup"), e);
        }
    }

    private static Stream stream(Json json) {
        Json.Obj stream = object(json);
        String name = text(stream, "stream");
        LedgerStream which = EnumSet.allOf(LedgerStream.class).stream()
                .filter(each -> each.directory().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("an unknown stream"));
        List<VerifierKey> keys = new ArrayList<>();
        for (Json key : list(stream, "keys")) {
            keys.add(VerifierKey.parse(text(key)));
        }
        return new Stream(which, Checkpoint.parse(text(stream, "checkpoint")), number(stream, "before-store"), keys);
    }

    private static File file(Json json) {
        Json.Obj file = object(json);
        return new File(text(file, "name"), number(file, "size"), text(file, "sha256"));
    }

    private static BackupManifest checked(BackupManifest manifest) {
        Set<LedgerStream> streams = EnumSet.noneOf(LedgerStream.class);
        for (Stream stream : manifest.streams()) {
            String origin = manifest.node() + "/" + stream.stream().directory();
            require(streams.add(stream.stream()), "a stream twice");
            require(
                    !stream.keys().isEmpty() && stream.checkpoint().origin().equals(origin),
                    "a stream of another node");
            require(stream.keys().stream().allMatch(key -> key.name().equals(origin)), "a key of another stream");
        }
        require(streams.equals(EnumSet.allOf(LedgerStream.class)), "a stream is missing");
        Set<String> names = new HashSet<>();
        for (File file : manifest.files()) {
            require(NAME.matcher(file.name()).matches(), "a file that does not belong into a data directory");
            require(names.add(file.name()), "a file twice");
            require(file.size() <= SMALL || !SMALL_FILES.contains(file.name()), "a file that is too long");
            require(file.size() >= 0 && SHA256.matcher(file.sha256()).matches(), "a file of no size or digest");
        }
        require(names.containsAll(Set.of("VERSION", "store.db")), "no store");
        require(manifest.size() >= 0 && manifest.epoch() > 0, "no size or epoch");
        require(manifest.made().equals(manifest.made().truncatedTo(ChronoUnit.SECONDS)), "no whole second");
        return manifest;
    }

    private static void require(boolean valid, String otherwise) {
        if (!valid) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static Json.Obj object(Json json) {
        if (json instanceof Json.Obj object) {
            return object;
        }
        throw new IllegalArgumentException("not an object");
    }

    private static Json member(Json.Obj object, String key) {
        Json member = object.members().get(key);
        if (member == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return member;
    }

    private static String text(Json json) {
        if (json instanceof Json.Text(String text)) {
            return text;
        }
        throw new IllegalArgumentException("not a text");
    }

    private static String text(Json.Obj object, String key) {
        return text(member(object, key));
    }

    private static long number(Json.Obj object, String key) {
        if (member(object, key) instanceof Json.Numeric(double value)
                && value == Math.rint(value)
                && Math.abs(value) <= 1L << 53) {
            return (long) value;
        }
        throw new IllegalArgumentException(key + " is not a whole number");
    }

    private static List<Json> list(Json.Obj object, String key) {
        if (member(object, key) instanceof Json.Array(List<Json> items)) {
            return items;
        }
        throw new IllegalArgumentException(key + " is not a list");
    }
}
