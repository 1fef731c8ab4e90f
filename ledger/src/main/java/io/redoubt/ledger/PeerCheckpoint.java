package io.redoubt.ledger;

import io.redoubt.ledger.tree.TreeHasher;
import io.redoubt.policy.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// How nodes witness each other: a node records another's checkpoint in its own ledger.
public final class PeerCheckpoint {

    private static final String TYPE = "ledger.checkpoint";
    private static final String NOTE = "note";
    private static final String KEY = "key";

    /// In JSON: more than a sound note has, and room in an entry for the rest.
    private static final int LONGEST = 32 * 1024;

    private PeerCheckpoint() {}

    /// Whether an event can tell of it. What its node writes into the lines of a note is up to that node.
    static boolean canTell(Checkpoint seen) {
        return Excerpt.isWhole(seen.note(), LONGEST);
    }

    /// @param key   that was found to have signed it
    /// @param actor this node
    public static Event event(Checkpoint seen, VerifierKey key, Instant at, String actor) {
        Map<String, Json> details = Map.of(NOTE, Json.of(seen.note()), KEY, Json.of(key.toString()));
        return new Event(id("ckp_", seen.note()), at, TYPE, actor, "ledger:" + seen.origin(), details);
    }

    /// @param text that two events tell apart by
    static String id(String prefix, String text) {
        byte[] digest = new TreeHasher().leaf(text.getBytes(StandardCharsets.UTF_8));
        return prefix + HexFormat.of().formatHex(digest, 0, 16);
    }

    /// The checkpoint that an event tells of; its signature is still to be verified.
    public static Optional<Checkpoint> of(Event event) {
        if (!event.type().equals(TYPE)) {
            return Optional.empty();
        }
        try {
            return text(event, NOTE).map(Checkpoint::parse);
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }

    /// The key that signed it, as the node that recorded it found.
    static Optional<VerifierKey> keyOf(Event event) {
        try {
            return text(event, KEY).map(VerifierKey::parse);
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }

    static Optional<String> text(Event event, String name) {
        return event.details().members().get(name) instanceof Json.Text(String text)
                ? Optional.of(text)
                : Optional.empty();
    }
}
