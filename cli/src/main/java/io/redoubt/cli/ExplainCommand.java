package io.redoubt.cli;

import io.redoubt.assembly.Announced;
import io.redoubt.assembly.ControlPages;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.control.ControlId;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `redoubt explain CONTROL`: the control's page of documentation.
@Command(
        name = "explain",
        description = "Print what a control says, why, how it is looked at, and how to mend it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Without a control it lists those of this release."})
final class ExplainCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "CONTROL", description = "such as tls.minimum-version")
    private @Nullable String control;

    private final Surroundings surroundings;

    ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (control == null) {
            for (ControlId id : Announced.ids()) {
                ControlPages.of(id).ifPresent(page -> surroundings.out().println(title(page)));
            }
            return ExitStatus.SOUND.code();
        }
        ControlId id = ControlNames.parse(control);
        Optional<String> page = ControlPages.of(id);
        if (page.isEmpty()) {
            throw new ProblemException(Problem.of(
                    "'" + id + "' is not in release " + Version.number(),
                    "`redoubt explain` lists the controls that are; CHANGELOG.md says what comes next"));
        }
        surroundings.out().print(page.get());
        return ExitStatus.SOUND.code();
    }

    private static String title(String page) {
        return page.lines().findFirst().orElse("").replaceFirst("^# ", "");
    }
}
