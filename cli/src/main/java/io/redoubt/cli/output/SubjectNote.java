package io.redoubt.cli.output;

import io.redoubt.control.Subject;
import java.time.Duration;
import java.util.List;

/// What is worth telling about a subject beside its verdicts.
///
/// @param addresses that were looked at, with their ports
/// @param took      from the first look at it to its last verdict
public record SubjectNote(Subject subject, List<String> addresses, Duration took) {

    public SubjectNote {
        addresses = List.copyOf(addresses);
    }
}
