package io.redoubt.cli;

import io.redoubt.cli.output.Visible;
import io.redoubt.ledger.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What a running process says, a line each: JSON for programs, plain words on a terminal.
final class LogLines extends Handler {

    // The logging system holds loggers weakly: without this its settings would be forgotten.
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("io.redoubt");

    /// Whom the lines are for.
    enum Reader {
        PROGRAM,
        PERSON
    }

    private final PrintStream out;
    private final String process;
    private final Reader reader;
    private final Formatter message = new java.util.logging.SimpleFormatter();

    private LogLines(PrintStream out, String process, Reader reader) {
        this.out = out;
        this.process = process;
        this.reader = reader;
    }

    /// All that this process logs goes there from now on.
    static void install(PrintStream out, String process, Reader reader) {
        LogManager.getLogManager().reset();
        ROOT.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
        ROOT.addHandler(new LogLines(out, process, reader));
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line)) {
            out.println(reader == Reader.PERSON ? words(line) : json(line));
        }
    }

    private String words(LogRecord line) {
        return "%s  %s  %s%s"
                .formatted(
                        line.getInstant().truncatedTo(ChronoUnit.SECONDS),
                        process,
                        line.getLevel().intValue() >= Level.WARNING.intValue()
                                ? line.getLevel().getName().toLowerCase(Locale.ROOT) + ": "
                                : "",
                        Visible.of(message.formatMessage(line)));
    }

    private String json(LogRecord line) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put(
                "time", Json.of(line.getInstant().truncatedTo(ChronoUnit.MILLIS).toString()));
        members.put("level", Json.of(line.getLevel().getName()));
        members.put("process", Json.of(process));
        members.put("logger", Json.of(String.valueOf(line.getLoggerName())));
        members.put("message", Json.of(Visible.of(message.formatMessage(line))));
        if (line.getThrown() != null) {
            members.put("thrown", Json.of(line.getThrown().getClass().getName()));
        }
        return new String(Json.of(members).toBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
