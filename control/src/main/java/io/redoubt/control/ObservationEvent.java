package io.redoubt.control;

import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.store.Posture.Observation;
import io.redoubt.store.SecretBytes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was observed, as an event of the ledger: a verdict, or that a subject has left.
final class ObservationEvent {

    static final String ASSESSED = "control.assessed";
    static final String RETIRED = "subject.retired";

    private ObservationEvent() {}

    /// @param policy the digest of the policy that it was held against
    static Event assessed(String id, Assessment assessment, String policy, String actor) {
        Map<String, Json> details = new TreeMap<>(VerdictJson.write(assessment.verdict()));
        details.put("control", Json.of(assessment.row().id().value()));
        details.put("severity", Json.of(assessment.severity().name()));
        details.put("vantage", Json.of(assessment.vantage().name()));
        details.put("policy", Json.of(policy));
        if (assessment.waiver() != null) {
            details.put("waived-until", Json.of(assessment.waiver().until().toString()));
        }
        return new Event(
                id, assessment.at(), ASSESSED, actor, assessment.subject().toString(), details);
    }

    static Event retired(String id, Standing standing, String policy, Instant at, String actor) {
        Map<String, Json> details = new TreeMap<>(VerdictJson.write(standing.verdict()));
        details.put("control", Json.of(standing.control().value()));
        details.put("vantage", Json.of(standing.vantage().name()));
        details.put("policy", Json.of(policy));
        return new Event(id, at, RETIRED, actor, standing.subject().toString(), details);
    }

    /// What an entry observes; empty where it tells of something else.
    static Optional<Observation> read(Event event, String node, long index) {
        boolean retired = event.type().equals(RETIRED);
        if (!retired && !event.type().equals(ASSESSED)) {
            return Optional.empty();
        }
        SortedMap<String, Json> details = event.details().members();
        return Optional.of(new Observation(
                text(details, "control"),
                event.subject(),
                text(details, "vantage"),
                retired ? Standing.State.RETIRED.name() : text(details, "verdict"),
                event.at(),
                SecretBytes.copyOf(event.details().toBytes()),
                node,
                index));
    }

    static Standing standing(io.redoubt.store.Posture.Standing stored) {
        Observation newest = stored.newest();
        if (!(Json.ofBytes(newest.detail().reveal()) instanceof Json.Obj(SortedMap<String, Json> details))) {
            throw new IllegalArgumentException("no detail of " + newest.control());
        }
        return new Standing(
                new ControlId(newest.control()),
                Subject.of(newest.subject()),
                Vantage.valueOf(newest.vantage()),
                Standing.State.valueOf(newest.verdict()),
                VerdictJson.read(details),
                newest.at(),
                stored.since());
    }

    private static String text(SortedMap<String, Json> details, String key) {
        if (details.get(key) instanceof Json.Text(String text)) {
            return text;
        }
        throw new IllegalArgumentException("an observation without " + key);
    }
}
