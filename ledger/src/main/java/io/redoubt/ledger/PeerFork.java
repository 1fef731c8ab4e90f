package io.redoubt.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A node shows two pasts of one stream, or signs with another key than before. What it showed is recorded.
///
/// @param origin which stream of which node
/// @param why    one line
public record PeerFork(String origin, String why) {

    private static final String TYPE = "ledger.forked";
    private static final String WHY = "why";

    /// Far below what an entry may hold; a note and a key are shorter.
    private static final int LONGEST = 8 * 1024;

    /// The same for the same fork, so that it is recorded once.
    Event event(String note, String key, Instant at, String actor) {
        return new Event(
                PeerCheckpoint.id("frk_", origin + "\n" + why + "\n" + key + "\n" + note),
                at,
                TYPE,
                actor,
                "ledger:" + origin,
                Map.of("note", Json.of(cut(note)), "key", Json.of(cut(key)), WHY, Json.of(why)));
    }

    static Optional<PeerFork> of(Event event) {
        return event.type().equals(TYPE)
                ? PeerCheckpoint.text(event, WHY)
                        .map(why -> new PeerFork(event.subject().substring("ledger:".length()), why))
                : Optional.empty();
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST));
    }

    @Override
    public String toString() {
        return origin + ": " + why;
    }
}
