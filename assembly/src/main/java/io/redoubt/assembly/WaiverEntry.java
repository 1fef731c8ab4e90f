package io.redoubt.assembly;

import io.redoubt.policy.Key;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One entry of `waivers`: what someone answers for until a day.
///
/// @param control its exact id
/// @param about   the one subject that is meant, or null for all
/// @param until   the last day on which it counts
public record WaiverEntry(String control, @Nullable String about, String owner, String reason, LocalDate until) {

    private static final Key<String> CONTROL =
            Key.required("control", Checks.ControlName.TYPE, "the exact id of a control");
    private static final Key<String> SUBJECT = Key.optional(
            "subject",
            ScalarType.of("a subject", "https://old.example.com", WaiverEntry::subject),
            "one subject, as reports name it; without it every subject of the control is meant");
    /// The placeholder that `waive` prints is to be replaced, not pasted.
    private static final ScalarType<String> WORDS = Texts.LINE.where(
            text -> text.codePoints().anyMatch(Character::isLetterOrDigit), "says nothing", "write it in words");

    private static final Key<String> OWNER = Key.required("owner", WORDS.like("kim"), "who answers for it");
    private static final Key<String> REASON =
            Key.required("reason", WORDS.like("\"moves to TLS 1.3 in May\""), "why it is accepted");
    private static final Key<LocalDate> UNTIL = Key.required(
            "until", Texts.DAY, "the last day on which it counts, at most 365 days ahead; afterwards it counts again");

    static final Shape<WaiverEntry> SHAPE = Shape.of(
            "a waiver",
            List.of(CONTROL, SUBJECT, OWNER, REASON, UNTIL),
            values -> new WaiverEntry(
                    values.get(CONTROL),
                    values.orNull(SUBJECT),
                    values.get(OWNER),
                    values.get(REASON),
                    values.get(UNTIL)));

    public Optional<String> subject() {
        return Optional.ofNullable(about);
    }

    private static Parsed<String> subject(String text) {
        try {
            return text.length() <= 2_000 && new URI(text).isAbsolute()
                    ? Parsed.value(text)
                    : Parsed.wrong("is not a subject", "write it as reports name it, such as https://old.example.com");
        } catch (URISyntaxException e) {
            return Parsed.wrong("is not a subject", "write it as reports name it, such as https://old.example.com");
        }
    }
}
