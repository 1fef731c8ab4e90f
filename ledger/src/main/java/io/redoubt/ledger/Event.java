package io.redoubt.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Something that happened, as the ledger keeps it for ever. No personal data and no secret: a `Commitment` stands for
/// the former, a digest for what is larger than an entry.
///
/// @param id      given by who records it, the same when it tries again: 1 to 64 of `A-Z a-z 0-9 _ . : -`
/// @param at      when it happened; cut to milliseconds
/// @param type    what happened, `section.what`, such as `secret.read`; for ever
/// @param actor   who did it: an account, a job, a node
/// @param subject what it was done to: a URI
/// @param details what else is to be known
public record Event(String id, Instant at, String type, String actor, String subject, Json.Obj details) {

    /// Of an actor or a subject, in characters.
    public static final int LONGEST_NAME = 2_048;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");
    private static final int LONGEST_TYPE = 64;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Set<String> KEYS = Set.of("actor", "at", "details", "id", "subject", "type");

    public Event {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        require(ID.matcher(id).matches(), "an event's id has 1 to 64 of A-Z a-z 0-9 _ . : -");
        require(TYPE.matcher(type).matches() && type.length() <= LONGEST_TYPE, "no type of event: " + type);
        require(!actor.isEmpty() && actor.length() <= LONGEST_NAME, "an actor has 1 to 2048 characters");
        require(!subject.isEmpty() && subject.length() <= LONGEST_NAME, "a subject has 1 to 2048 characters");
        int year = at.atOffset(ZoneOffset.UTC).getYear();
        require(year >= 0 && year <= 9999, "RFC 3339 has no year " + year);
    }

    public Event(String id, Instant at, String type, String actor, String subject, Map<String, Json> details) {
        this(id, at, type, actor, subject, new Json.Obj(new TreeMap<>(details)));
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }

    /// The bytes that are hashed and kept: RFC 8785.
    public byte[] toJson() {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("actor", Json.of(actor));
        members.put("at", Json.of(TIME.format(at)));
        members.put("details", details);
        members.put("id", Json.of(id));
        members.put("subject", Json.of(subject));
        members.put("type", Json.of(type));
        return CanonicalJson.write(new Json.Obj(members));
    }

    /// Whether it is as short as an entry is.
    boolean isEntry() {
        return toJson().length <= Frames.LONGEST;
    }

    /// The bytes, if an entry can hold them: whoever leaves an event to be recorded later asks for these, as later
    /// nobody can refuse it any more.
    ///
    /// @throws LedgerException.Refused when it is too large
    public byte[] toEntry() {
        byte[] json = toJson();
        if (json.length > Frames.LONGEST) {
            throw new LedgerException.Refused("an entry has at most " + Frames.LONGEST + " bytes, this one has "
                    + json.length + "; record what is larger by its digest");
        }
        return json;
    }

    /// This event where an entry can hold it. Else the largest of its details, as many as it takes, are left out, and
    /// in place of `NAME` stands `NAME-digest`: of its JSON (RFC 8785) the `bytes` and `sha256`, and the `count` of
    /// what is in it. For details that are kept elsewhere.
    public Event abridged() {
        return isEntry() ? this : Abridgement.of(this);
    }

    /// Reads an entry. Keys that a later release adds are passed over.
    ///
    /// @throws IllegalArgumentException when the bytes are no event
    public static Event fromJson(byte[] json) {
        if (!(JsonReader.read(json) instanceof Json.Obj(var members))
                || !members.keySet().containsAll(KEYS)
                || !(members.get("details") instanceof Json.Obj details)) {
            throw new IllegalArgumentException("not an event");
        }
        try {
            return new Event(
                    text(members, "id"),
                    Instant.from(TIME.parse(text(members, "at"))),
                    text(members, "type"),
                    text(members, "actor"),
                    text(members, "subject"),
                    details);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time", e);
        }
    }

    private static String text(Map<String, Json> members, String key) {
        if (members.get(key) instanceof Json.Text(String text)) {
            return text;
        }
        throw new IllegalArgumentException(key + " is not text");
    }
}
