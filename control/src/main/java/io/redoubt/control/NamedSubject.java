package io.redoubt.control;

import io.redoubt.control.Verdict.Unknown;
import io.redoubt.ledger.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a control names, as a round takes it. A name that no entry of the ledger holds is refused alone: a short one
/// stands for it, which nothing is looked at under, so that all the rest of the round is recorded.
///
/// @param refused the verdict where it is not looked at, or null
record NamedSubject(Subject subject, @Nullable Unknown refused) {

    private static final int SHOWN = 80;

    /// All that a control names, each once, in order.
    static List<NamedSubject> of(Control<?> control) {
        return control.subjects().stream()
                .sorted()
                .distinct()
                .map(NamedSubject::of)
                .toList();
    }

    private static NamedSubject of(Subject subject) {
        String text = subject.toString();
        if (text.length() <= Event.LONGEST_NAME) {
            return new NamedSubject(subject, null);
        }
        return new NamedSubject(
                Subject.of("subject:sha256:" + Plan.sha256(text)),
                new Unknown(
                        "its name has %,d characters, and %,d are the most: %s…"
                                .formatted(
                                        text.length(),
                                        Event.LONGEST_NAME,
                                        subject.uri().toASCIIString().substring(0, SHOWN)),
                        "name it shorter"));
    }
}
