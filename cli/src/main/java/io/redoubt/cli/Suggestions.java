package io.redoubt.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What the operator may have meant.
final class Suggestions {

    private Suggestions() {}

    static Optional<String> of(ParameterException exception) {
        if (!(exception instanceof UnmatchedArgumentException unmatched)) {
            return Optional.empty();
        }
        List<String> meant = unmatched.getSuggestions().stream().limit(3).toList();
        return meant.isEmpty() ? Optional.empty() : Optional.of("did you mean " + String.join(", ", meant) + "? ");
    }
}
