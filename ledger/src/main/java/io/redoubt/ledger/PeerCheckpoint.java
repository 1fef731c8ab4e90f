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

    private PeerCheckpoint() {}

    /// @param actor this node
    public static Event event(Checkpoint seen, Instant at, String actor) {
        byte[] digest = new TreeHasher().leaf(seen.note().getBytes(StandardCharsets.UTF_8));
        String id = "ckp_" + HexFormat.of().formatHex(digest, 0, 16);
        return new Event(id, at, TYPE, actor, "ledger:" + seen.origin(), Map.of("note", Json.of(seen.note())));
    }

    /// The checkpoint that an event tells of; its signature is still to be verified.
    public static Optional<Checkpoint> of(Event event) {
        if (!event.type().equals(TYPE) || !(event.details().members().get("note") instanceof Json.Text(String note))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Checkpoint.parse(note));
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }
}
