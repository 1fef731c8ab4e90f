package io.redoubt.assembly;

import io.redoubt.control.TimeOrderedId;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Makes the events that Redoubt itself records of what happens now.
record NewEvents(TimeOrderedId ids, InstantSource clock) {

    Event next(String type, String actor, String subject, Map<String, Json> details) {
        Instant now = clock.instant();
        return new Event(ids.next(now), now, type, actor, subject, details);
    }
}
