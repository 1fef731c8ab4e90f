package io.redoubt.cli;

import io.redoubt.policy.ProblemException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The command line: finds the command, runs it, and turns what it throws into words and an exit status.
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err));
    }

    /// Runs one command in this process.
    ///
    /// @return its exit status
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(
                args,
                new Surroundings(
                        out,
                        err,
                        System.getenv(),
                        Path.of("").toAbsolutePath(),
                        InstantSource.system(),
                        Terminal.of(
                                System.getenv(),
                                Optional.ofNullable(System.getProperty("redoubt.terminal")),
                                Boolean.getBoolean("redoubt.progress"))));
    }

    static int run(String[] args, Surroundings surroundings) {
        CommandLine line = Commands.of(surroundings);
        line.setParameterExceptionHandler((exception, _) -> usage(exception, surroundings));
        line.setExecutionExceptionHandler((exception, command, _) -> failed(exception, command, surroundings));
        return line.execute(args);
    }

    private static int usage(ParameterException exception, Surroundings surroundings) {
        PrintStream err = surroundings.err();
        err.println("error: " + OneLine.of(exception.getMessage()));
        CommandLine command = exception.getCommandLine();
        String suggestion = Suggestions.of(exception).orElse("");
        err.println("hint: " + suggestion + "`" + command.getCommandSpec().qualifiedName() + " --help` lists what it takes");
        return ExitStatus.USAGE;
    }

    private static int failed(Exception exception, CommandLine command, Surroundings surroundings) {
        PrintStream err = surroundings.err();
        switch (exception) {
            case ProblemException problems -> {
                ProblemText.print(problems, err);
                return ExitStatus.USAGE;
            }
            case InterruptedException _ -> {
                err.println("error: interrupted, nothing was changed");
                return ExitStatus.INTERRUPTED;
            }
            default -> {
                err.println("error: redoubt itself failed in '"
                        + command.getCommandSpec().qualifiedName() + "': "
                        + exception.getClass().getSimpleName());
                if (Debug.wanted(command)) {
                    exception.printStackTrace(err);
                } else {
                    err.println("hint: run it again with --debug and report what it prints");
                }
                return ExitStatus.INTERNAL;
            }
        }
    }
}
