package io.redoubt.cli;

import io.redoubt.assembly.RunningCore;
import io.redoubt.cli.core.CommandClient;
import io.redoubt.cli.core.CommandRequest;
import io.redoubt.cli.output.Terminal;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.Passphrase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a command finds around it. Nothing else of the process is looked at, so a test can run any command in-process.
///
/// @param out         results
/// @param err         problems and progress
/// @param environment the variables of the process
/// @param directory   where relative paths begin
/// @param uid         of the user that runs this process
/// @param home        that user's directory
/// @param terminal    what results are shown on
/// @param progress    whether somebody watches
/// @param arguments   the command line as it was given
/// @param core        the core, where this runs in it; no command closes what it holds open
/// @param passphrase  asks for the root key's
public record Surroundings(
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path directory,
        int uid,
        Path home,
        InstantSource clock,
        Terminal terminal,
        Progress.Audience progress,
        List<String> arguments,
        Optional<RunningCore> core,
        Passphrase.Prompt passphrase) {

    public Surroundings {
        environment = Map.copyOf(environment);
        arguments = List.copyOf(arguments);
    }

    /// The same, with somebody else to be asked.
    Surroundings with(Passphrase.Prompt prompt) {
        return new Surroundings(
                out, err, environment, directory, uid, home, clock, terminal, progress, arguments, core, prompt);
    }

    /// Has the core run the command that was given here.
    ///
    /// @return its exit status
    int sendTo(CommandClient running) {
        CommandRequest request = new CommandRequest(
                arguments,
                directory,
                environment,
                terminal.width() == Integer.MAX_VALUE ? 0 : terminal.width(),
                progress == Progress.Audience.WATCHING);
        try {
            return running.run(request, out, err);
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "the core ended before the command did (" + e.getClass().getSimpleName() + ")",
                    "`redoubt status` shows what was done; run it again"));
        }
    }
}
