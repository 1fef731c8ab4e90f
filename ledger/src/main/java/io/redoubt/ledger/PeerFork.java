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

    /// In JSON, of a note and of a key: far below what an entry may hold, and more than sound ones have.
    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_WHY = 4 * 1024;
    private static final int LONGEST_ORIGIN = 1_024;
    private static final int BEGINNING = 256;
    private static final int LONGEST_STREAM = 32;

    /// The same for the same fork, so that it is recorded once.
    Event event(String note, String key, Instant at, String actor) {
        return new Event(
                PeerCheckpoint.id("frk_", origin + "\n" + why + "\n" + key + "\n" + note),
                at,
                TYPE,
                actor,
                "ledger:" + origin,
                Map.of(
                        "note",
                        Json.of(Excerpt.of(note, LONGEST)),
                        "key",
                        Json.of(Excerpt.of(key, LONGEST)),
                        WHY,
                        Json.of(Excerpt.of(why, LONGEST_WHY))));
    }

    /// How a stream is called here. What is longer than any name of one is told by its beginning, its digest, and which
    /// stream it is said to be.
    static String named(String origin) {
        if (Excerpt.isWhole(origin, LONGEST_ORIGIN)) {
            return origin;
        }
        String stream = origin.substring(origin.lastIndexOf('/') + 1);
        return PeerCheckpoint.id(Excerpt.of(origin, BEGINNING) + "…", origin)
                + (Excerpt.isWhole(stream, LONGEST_STREAM) ? "/" + stream : "");
    }

    static Optional<PeerFork> of(Event event) {
        return event.type().equals(TYPE)
                ? PeerCheckpoint.text(event, WHY)
                        .map(why -> new PeerFork(event.subject().substring("ledger:".length()), why))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return origin + ": " + why;
    }
}
