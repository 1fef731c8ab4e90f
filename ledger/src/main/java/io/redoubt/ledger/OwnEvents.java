package io.redoubt.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// The events that a ledger records about itself. No one else may append them.
final class OwnEvents {

    private static final String HEARTBEAT = "ledger.heartbeat";
    private static final String CUT = "ledger.cut";
    private static final String RETAINED = "ledger.retained";
    private static final byte[] RETAINED_BYTES = "\"type\":\"ledger.retained\"}".getBytes(StandardCharsets.UTF_8);
    private static final Set<String> TYPES = Set.of(HEARTBEAT, CUT, RETAINED);

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

    /// The first entry that a `ledger.retained` event says is kept, or 0 for any other event.
    static long retainedFrom(byte[] json) {
        // "type" is the last key of an event, so the others need not be parsed.
        int end = json.length - RETAINED_BYTES.length;
        for (int i = 0; i < RETAINED_BYTES.length; i++) {
            if (end < 0 || json[end + i] != RETAINED_BYTES[i]) {
                return 0;
            }
        }
        try {
            Event event = Event.fromJson(json);
            return event.details().members().get("first") instanceof Json.Numeric(double first) ? (long) first : 0;
        } catch (IllegalArgumentException _) {
            return 0;
        }
    }

    private static Event event(String type, Checkpoint newest, Instant at, Map<String, Json> details) {
        String id = type + ":" + newest.size();
        return new Event(id, at, type, "ledger", "ledger:" + newest.origin(), details);
    }
}
