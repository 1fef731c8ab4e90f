package io.redoubt.ledger;

import java.util.Map;

/// Stands for an event that is in an outbox and that no entry can hold: an earlier build let it in. What happened has
/// happened, so it is told what it was, and by its digest which; under the same id, so that it is told once.
final class OversizedEvent {

    private static final String TYPE = "ledger.oversized";

    private OversizedEvent() {}

    /// The event itself, where an entry can hold it.
    static Event inPlaceOf(Event event) {
        if (event.isEntry()) {
            return event;
        }
        byte[] json = event.toJson();
        return new Event(
                event.id(),
                event.at(),
                TYPE,
                event.actor(),
                event.subject(),
                Map.of(
                        "type", Json.of(event.type()),
                        "bytes", Json.of(json.length),
                        "sha256", Json.of(Sha256.of(json))));
    }
}
