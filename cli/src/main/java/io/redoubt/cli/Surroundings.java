package io.redoubt.cli;

import io.redoubt.cli.output.Terminal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

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
public record Surroundings(
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path directory,
        int uid,
        Path home,
        InstantSource clock,
        Terminal terminal,
        Progress.Audience progress) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }
}
