package io.redoubt.cli;

import io.redoubt.cli.Progress.Audience;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Terminal;
import io.redoubt.cli.output.Visible;
import io.redoubt.data.BackupException;
import io.redoubt.ledger.LedgerException;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line: finds the command, runs it, and turns what it throws into words and an exit status.
public final class Main {

    /// As shells report a process that SIGINT ended.
    private static final int INTERRUPTED = 130;

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
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putIfAbsent("USER", System.getProperty("user.name"));
        return run(
                args,
                new Surroundings(
                        out,
                        err,
                        environment,
                        Path.of("").toAbsolutePath(),
                        uid(),
                        Path.of(System.getProperty("user.home")),
                        InstantSource.system(),
                        terminal(environment, System.getProperty("redoubt.columns")),
                        Boolean.getBoolean("redoubt.progress") ? Audience.WATCHING : Audience.NOBODY,
                        List.of(args),
                        Optional.empty(),
                        new TypedPassphrase(System.in, err, Echo::ofStandardInput)));
    }

    private static int uid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException("every Linux has /proc/self", e);
        }
    }

    /// @param columns what the launcher found: the width of standard output, where that is a terminal
    private static Terminal terminal(Map<String, String> environment, @Nullable String columns) {
        if (columns == null) {
            return Terminal.none();
        }
        environment.put("COLUMNS", columns);
        return Terminal.of(environment);
    }

    static int run(String[] args, Surroundings surroundings) {
        CommandLine line = Commands.of(surroundings, args);
        line.setParameterExceptionHandler((exception, _) -> usage(exception, surroundings));
        line.setExecutionExceptionHandler((exception, command, _) -> failed(exception, command, surroundings));
        return line.execute(args);
    }

    private static int usage(ParameterException exception, Surroundings surroundings) {
        PrintStream err = surroundings.err();
        err.println("error: " + Visible.of(what(exception)));
        CommandLine command = exception.getCommandLine();
        String suggestion = Suggestions.of(exception).orElse("");
        err.println("hint: " + suggestion + "`" + command.getCommandSpec().qualifiedName()
                + " --help` lists what it takes");
        return ExitStatus.USAGE.code();
    }

    private static String what(ParameterException exception) {
        if (exception instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            boolean atTheTop = exception.getCommandLine().getParent() == null;
            return "'" + first + "' is not "
                    + (first.startsWith("-") ? "an option" : atTheTop ? "a command" : "expected");
        }
        return String.valueOf(exception.getMessage());
    }

    private static int failed(Exception exception, CommandLine command, Surroundings surroundings) {
        PrintStream err = surroundings.err();
        if (exception instanceof ProblemException problems) {
            ProblemText.print(problems, err);
            return ExitStatus.USAGE.code();
        }
        if (exception instanceof StoreException store) {
            ProblemText.print(new ProblemException(store.problem()), err);
            return switch (store) {
                case StoreException.Refused _, StoreException.KeyMissing _, StoreException.WrongKey _ ->
                    ExitStatus.USAGE.code();
                case StoreException _ -> ExitStatus.UNKNOWN.code();
            };
        }
        if (exception instanceof LedgerException ledger) {
            err.println("error: the ledger: " + Visible.of(String.valueOf(ledger.getMessage())));
            err.println("hint: " + LedgerText.mend(ledger));
            return ExitStatus.UNKNOWN.code();
        }
        if (exception instanceof BackupException backup) {
            ProblemText.print(new ProblemException(backup.problem()), err);
            return switch (backup) {
                case BackupException.Refused _, BackupException.WrongIdentity _ -> ExitStatus.USAGE.code();
                case BackupException.Damaged _ -> ExitStatus.FAILED.code();
                case BackupException.Unavailable _ -> ExitStatus.UNKNOWN.code();
            };
        }
        if (exception instanceof InterruptedException) {
            err.println("error: interrupted, nothing was changed");
            return INTERRUPTED;
        }
        err.println("error: redoubt itself failed in '"
                + command.getCommandSpec().qualifiedName() + "': "
                + exception.getClass().getSimpleName());
        if (wantsDebug(command)) {
            exception.printStackTrace(err);
        } else {
            err.println("hint: run it again with --debug and report what it prints");
        }
        return ExitStatus.UNKNOWN.code();
    }

    private static boolean wantsDebug(CommandLine command) {
        return command.getParseResult() != null
                && command.getCommandSpec().root().userObject() instanceof RedoubtCommand redoubt
                && redoubt.options().debug();
    }
}
