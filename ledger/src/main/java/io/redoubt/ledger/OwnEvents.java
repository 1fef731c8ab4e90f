package io.redoubt.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The events that a ledger records about itself. No one else may append them.
final class OwnEvents {

    private static final String HEARTBEAT = "ledger.heartbeat";
    private static final String CUT = "ledger.cut";
    private static final String RETAINED = "ledger.retained";
    private static final String EPOCH = "ledger.epoch";
    private static final byte[] RETAINED_BYTES = "\"type\":\"ledger.retained\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] EPOCH_BYTES = "\"type\":\"ledger.epoch\"}".getBytes(StandardCharsets.UTF_8);
    private static final Set<String> TYPES = Set.of(HEARTBEAT, CUT, RETAINED, EPOCH);

    private OwnEvents() {}

    static boolean isOwn(Event event) {
        return TYPES.contains(event.type());
    }

    static Event heartbeat(Checkpoint newest, Instant at) {
        return event(HEARTBEAT, newest, at, Map.of());
    }

    static Event cut(Cut cut, Checkpoint newest, Instant at) {
        return event(CUT, newest, at, Map.of("bytes", Json.of(cut.bytes()), "entries", Json.of(cut.entries())));
    }

    static Event retained(long first, Checkpoint newest, Instant at) {
        return event(RETAINED, newest, at, Map.of("first", Json.of(first)));
    }

    static Event epoch(EpochStart start, Checkpoint newest, Instant at) {
        Checkpoint givenUp = start.givenUp();
        Map<String, Json> details = new HashMap<>();
        details.put("by", Json.of(start.actor()));
        details.put("epoch", Json.of(start.epoch()));
        details.put("kept", Json.of(newest.size()));
        details.put("known", Json.of(start.known()));
        details.put("given-up", givenUp == null ? new Json.Null() : Json.of(note(givenUp)));
        return event(EPOCH, newest, at, details);
    }

    /// Cosignatures are whatever a witness added, at any length.
    private static String note(Checkpoint checkpoint) {
        return PeerCheckpoint.canTell(checkpoint)
                ? checkpoint.note()
                : checkpoint.withoutCosignatures().note();
    }

    /// The event, where it is one that begins an epoch.
    static Optional<Event> epochOf(byte[] json) {
        return of(json, EPOCH_BYTES);
    }

    /// The first entry that a `ledger.retained` event says is kept, or 0 for any other event.
    static long retainedFrom(byte[] json) {
        return of(json, RETAINED_BYTES)
                .map(event ->
                        event.details().members().get("first") instanceof Json.Numeric(double first) ? (long) first : 0)
                .orElse(0L);
    }

    /// "type" is the last key of an event, so the others need not be parsed.
    private static Optional<Event> of(byte[] json, byte[] tail) {
        int end = json.length - tail.length;
        if (end < 0 || !Arrays.equals(json, end, json.length, tail, 0, tail.length)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Event.fromJson(json));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Event event(String type, Checkpoint newest, Instant at, Map<String, Json> details) {
        String id = type + ":" + newest.size();
        return new Event(id, at, type, "ledger", "ledger:" + newest.origin(), details);
    }
}
