package io.redoubt.cli;

import io.redoubt.cli.core.CommandClient;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Report;
import io.redoubt.cli.output.WatchRenderer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `redoubt check [URL...]`: holds the policy, or a few addresses, against reality. Changes nothing.
@Command(
        name = "check",
        description = "Hold the policy against reality; with URLs, hold those against the defaults.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  redoubt check https://shop.example.com",
            "  redoubt check postgresql://shop@db.example.com/shop",
            "  redoubt check --env production --format sarif > redoubt.sarif",
            "  redoubt check --watch --only tls"
        })
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "URL", description = "https://HOST[:PORT] or postgresql://[USER@]HOST[:PORT]/DATABASE")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = "30s",
            paramLabel = "INTERVAL",
            converter = IntervalConverter.class,
            description = "look again at each interval (30s) and print what has changed, until interrupted")
    private @Nullable Duration watch;

    @Option(names = "--no-record", description = "record nothing, also where there is a data directory")
    private boolean forget;

    private final Surroundings surroundings;
    private final CommonOptions options;

    CheckCommand(Surroundings surroundings, CommonOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        Rounds.Recording recording = forget ? Rounds.Recording.NOTHING : Rounds.Recording.WHERE_IT_CAN_BE;
        Rounds rounds = new Rounds(surroundings, options);
        Optional<CommandClient> core = rounds.running(urls, recording);
        if (core.isPresent()) {
            return surroundings.sendTo(core.get());
        }
        try (Round round = rounds.of(urls, recording)) {
            Report report = look(round);
            surroundings
                    .out()
                    .print(options.format()
                            .renderer(surroundings.terminal(), OptionsInUse.of(surroundings, options))
                            .render(report));
            ExitStatus status = ExitStatus.of(report.assessments(), options.failOn());
            if (round.warnUnrecorded() && status == ExitStatus.SOUND) {
                status = ExitStatus.UNKNOWN;
            }
            if (watch != null) {
                watch(round, report, watch);
            }
            return status.code();
        }
    }

    private Report look(Round round) throws InterruptedException {
        Progress progress = new Progress(surroundings.err(), surroundings.progress());
        Report report = round.look(progress);
        if (options.debug()) {
            for (Progress.Broken broken : progress.broken()) {
                surroundings.err().println(broken.control() + " " + broken.subject() + ":");
                broken.cause().printStackTrace(surroundings.err());
            }
        }
        return report;
    }

    /// Until the thread is interrupted, the process is ended, or nobody reads any more.
    private void watch(Round round, Report first, Duration interval) throws InterruptedException {
        WatchRenderer changes = new WatchRenderer(surroundings.terminal());
        CountDownLatch never = new CountDownLatch(1);
        Report before = first;
        while (!never.await(interval.toMillis(), TimeUnit.MILLISECONDS)
                && !surroundings.out().checkError()) {
            Report after = look(round);
            surroundings.out().print(changes.render(before, after));
            round.warnUnrecorded();
            before = after;
        }
    }
}
