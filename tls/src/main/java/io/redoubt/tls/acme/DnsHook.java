package io.redoubt.tls.acme;

import io.redoubt.tls.issuance.Trouble;
import io.redoubt.tls.issuance.TroubleException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program of the operator's that publishes TXT records. It runs without a shell, with nothing of this process but
/// `PATH` and `HOME` around it, and what it prints is thrown away: it may hold credentials.
public final class DnsHook {

    private final Path program;
    private final Map<String, String> environment;
    private final Duration patience;

    /// @param environment what it finds around it
    /// @param patience    with one run
    public DnsHook(Path program, Map<String, String> environment, Duration patience) {
        this.program = program;
        this.environment = Map.copyOf(environment);
        this.patience = patience;
    }

    /// Publishes a record, and returns when the program says that it can be seen.
    public ChallengeDesk.Laid present(String record, String value) throws TroubleException, InterruptedException {
        try {
            run("present", record, value);
        } catch (TroubleException failed) {
            clean(record, value);
            throw failed;
        }
        return () -> clean(record, value);
    }

    private void clean(String record, String value) throws InterruptedException {
        try {
            run("cleanup", record, value);
        } catch (TroubleException left) {
            System.getLogger(DnsHook.class.getName())
                    .log(System.Logger.Level.WARNING, left.trouble().text());
        }
    }

    private void run(String verb, String record, String value) throws TroubleException, InterruptedException {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(program.toString(), verb, record, value))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(environment);
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new TroubleException(
                    new Trouble(
                            "the hook " + program + " can't be run",
                            "see that tls.acme.dns-hook is a program that this user may run"),
                    e);
        }
        boolean ended;
        try {
            ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String run = "the hook " + program + " " + verb + " " + record;
        if (!ended) {
            throw new TroubleException(run + " does not end", "run it by hand with the same arguments and a value");
        }
        if (process.exitValue() != 0) {
            throw new TroubleException(
                    run + " ends with " + process.exitValue(), "run it by hand with the same arguments and a value");
        }
    }
}
