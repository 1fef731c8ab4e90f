package io.redoubt.cli;

import io.redoubt.assembly.Announced;
import io.redoubt.control.ControlId;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.policy.Suggestion;
import java.util.List;

/// Controls as operators name them on the command line.
final class ControlNames {

    private ControlNames() {}

    /// @throws ProblemException when there is none of that name, with the one that may be meant
    static ControlId parse(String text) {
        List<String> names = Announced.ids().stream().map(ControlId::value).toList();
        if (!names.contains(text)) {
            throw new ProblemException(Problem.of(
                    "there is no control '" + text + "'",
                    Suggestion.orAll(text, names, "`redoubt explain` lists them")));
        }
        return new ControlId(text);
    }
}
