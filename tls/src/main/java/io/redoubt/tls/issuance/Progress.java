package io.redoubt.tls.issuance;

import io.redoubt.ledger.Json;
import io.redoubt.store.SecretBytes;
import io.redoubt.tls.issuance.RenewalTime.Window;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How far the next certificate of one set of names is.
///
/// @param order   the order that is under way at the authority, or null
/// @param window  in which the authority wants the one in use renewed, or null
/// @param askedAt when the authority is asked for that window again, or null
/// @param trouble of the last try, or null
public record Progress(
        Attempts attempts,
        @Nullable Pending order,
        @Nullable Window window,
        @Nullable Instant askedAt,
        @Nullable Trouble trouble) {

    public static final Progress NONE = new Progress(Attempts.NONE, null, null, null, null);

    /// An order, and the key that its certificate will be for.
    ///
    /// @param url  of the order; empty where the answer to the question for one is not known
    /// @param keys as [KeyPairs] writes them
    public record Pending(String url, SecretBytes keys) {}

    public Progress withAttempts(Attempts other) {
        return new Progress(other, order, window, askedAt, trouble);
    }

    public Progress withOrder(@Nullable Pending other) {
        return new Progress(attempts, other, window, askedAt, trouble);
    }

    public Progress withWindow(@Nullable Window other, Instant again) {
        return new Progress(attempts, order, other, again, trouble);
    }

    public Progress withTrouble(@Nullable Trouble other) {
        return new Progress(attempts, order, window, askedAt, other);
    }

    public SecretBytes toBytes() {
        Map<String, Json> members = new TreeMap<>();
        members.put(
                "tries", Json.of(attempts.tries().stream().map(Progress::time).toList()));
        members.put("failures", Json.of(attempts.failures()));
        put(members, "failed-at", attempts.failedAt());
        put(members, "again", attempts.again());
        put(members, "wanted", attempts.wanted());
        put(members, "asked-at", askedAt);
        if (order != null) {
            members.put("order", Json.of(order.url()));
            members.put("keys", Json.of(new String(order.keys().reveal(), StandardCharsets.US_ASCII)));
        }
        if (window != null) {
            put(members, "window-start", window.start());
            put(members, "window-end", window.end());
        }
        if (trouble != null) {
            members.put("trouble", Json.of(trouble.what()));
            members.put("mend", Json.of(trouble.mend()));
        }
        return SecretBytes.copyOf(Json.of(members).toBytes());
    }

    /// @throws IllegalArgumentException when the bytes are none that were written here
    public static Progress ofBytes(SecretBytes bytes) {
        if (!(Json.ofBytes(bytes.reveal()) instanceof Json.Obj(var members))) {
            throw new IllegalArgumentException("not the progress of a certificate");
        }
        List<Instant> tries = members.get("tries") instanceof Json.Array(List<Json> items)
                ? items.stream().flatMap(item -> time(item).stream()).toList()
                : List.of();
        int failures = members.get("failures") instanceof Json.Numeric(double count) ? (int) count : 0;
        Attempts attempts = new Attempts(
                tries, failures, time(members, "failed-at"), time(members, "again"), time(members, "wanted"));
        String url = text(members, "order");
        Instant start = time(members, "window-start");
        Instant end = time(members, "window-end");
        String what = text(members, "trouble");
        return new Progress(
                attempts,
                url == null ? null : new Pending(url, SecretBytes.ofUtf8(String.valueOf(text(members, "keys")))),
                start == null || end == null ? null : new Window(start, end),
                time(members, "asked-at"),
                what == null ? null : new Trouble(what, String.valueOf(text(members, "mend"))));
    }

    private static void put(Map<String, Json> members, String key, @Nullable Instant time) {
        if (time != null) {
            members.put(key, time(time));
        }
    }

    private static Json time(Instant time) {
        return Json.of(time.toEpochMilli());
    }

    private static Optional<Instant> time(@Nullable Json json) {
        return json instanceof Json.Numeric(double millis)
                ? Optional.of(Instant.ofEpochMilli((long) millis))
                : Optional.empty();
    }

    private static @Nullable Instant time(Map<String, Json> members, String key) {
        return time(members.get(key)).orElse(null);
    }

    private static @Nullable String text(Map<String, Json> members, String key) {
        return members.get(key) instanceof Json.Text(String text) ? text : null;
    }
}
