package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.PolicyFile;
import io.redoubt.assembly.RunningCore;
import io.redoubt.assembly.RunningCore.Adoption;
import io.redoubt.cli.core.CommandRequest;
import io.redoubt.cli.core.CommandServer;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Report;
import io.redoubt.cli.output.SummaryText;
import io.redoubt.cli.output.Terminal;
import io.redoubt.cli.process.Isolation;
import io.redoubt.ledger.LedgerException;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.policy.Secret;
import io.redoubt.store.Passphrase;
import io.redoubt.store.StoreException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The core process, as `up` starts it: holds the root key and the store, and what no other process may.
@Command(name = "core", description = "The core process of `up`.", hidden = true, mixinStandardHelpOptions = true)
final class CoreCommand implements Callable<Integer> {

    /// Stands behind the kind of isolation on standard input at each start but the first.
    static final String AGAIN = " again";

    /// Stands behind that where the next line is the root key's passphrase.
    static final String PASSPHRASE = " passphrase";

    private static final Duration EDGE_STARTS = Duration.ofSeconds(20);

    @Option(
            names = "--isolation",
            paramLabel = "KIND",
            description =
                    "how the edge is kept apart; without it, a line on standard input says that, and that it may begin")
    private @Nullable Isolation isolation;

    @Option(names = "--activate", description = "this policy becomes the active one, also where another is")
    private boolean activate;

    private final Surroundings surroundings;
    private final CommonOptions options;

    CoreCommand(Surroundings surroundings, CommonOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        LogLines.install(
                surroundings.err(),
                "core",
                surroundings.progress() == Progress.Audience.WATCHING
                        ? LogLines.Reader.PERSON
                        : LogLines.Reader.PROGRAM);
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                stopped.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
        try {
            run(stop);
            return ExitStatus.SOUND.code();
        } finally {
            stopped.countDown();
        }
    }

    private void run(CountDownLatch stop) throws InterruptedException {
        PolicySource source = new PolicySource(surroundings, options);
        Optional<Beginning> beginning = beginning(source);
        if (beginning.isPresent()) {
            if (isolation == null) {
                endWithInput(stop);
            }
            run(source, beginning.get(), stop);
        }
    }

    /// Without its supervisor nobody would end it. That holds the other end as long as it lives; whether it is a
    /// process still, because nobody asked how it ended, does not matter.
    private static void endWithInput(CountDownLatch stop) {
        Thread.ofPlatform().daemon().name("end with up").start(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException _) {
                // It can't be read any more: the same as its end.
            }
            stop.countDown();
        });
    }

    /// @param again      whether a core of this `up` ran before
    /// @param passphrase of the root key, where it has one
    private record Word(Isolation isolation, boolean again, Passphrase.Prompt passphrase) {

        static Word read(BufferedReader input) throws IOException {
            String line = input.readLine();
            if (line == null) {
                throw new EOFException();
            }
            boolean asked = line.endsWith(PASSPHRASE);
            String kind = asked ? line.substring(0, line.length() - PASSPHRASE.length()) : line;
            boolean again = kind.endsWith(AGAIN);
            Secret passphrase = new Secret(asked ? String.valueOf(input.readLine()) : "");
            return new Word(
                    Isolation.valueOf(again ? kind.substring(0, kind.length() - AGAIN.length()) : kind),
                    again,
                    asked ? handed(passphrase) : CoreCommand::refuse);
        }

        private static Passphrase.Prompt handed(Secret passphrase) {
            return which -> switch (which) {
                case PRESENT -> passphrase.reveal().toCharArray();
                case NEW -> refuse(which);
            };
        }
    }

    /// Nobody can be asked here.
    private static char[] refuse(Passphrase.Asked which) {
        throw new ProblemException(Problem.of(
                switch (which) {
                    case PRESENT -> "the root key needs its passphrase, and the core was given none";
                    case NEW -> "a new passphrase is asked for on a terminal, which the core has not";
                },
                "end `redoubt up`, then do it again"));
    }

    private record Beginning(Policy policy, Word word) {}

    /// Empty where `up` refused to begin; it has said why, also of a policy that can't be read here.
    private Optional<Beginning> beginning(PolicySource source) {
        Policy policy;
        try {
            policy = source.load();
        } catch (ProblemException e) {
            if (word().isEmpty()) {
                return Optional.empty();
            }
            throw e;
        }
        return word().map(word -> new Beginning(policy, word));
    }

    /// What `up` says when it has prepared all that they share.
    private Optional<Word> word() {
        if (isolation != null) {
            return Optional.of(new Word(isolation, false, surroundings.passphrase()));
        }
        try {
            return Optional.of(Word.read(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void run(PolicySource source, Beginning beginning, CountDownLatch stop) throws InterruptedException {
        Policy policy = beginning.policy();
        Isolation kind = beginning.word().isolation();
        PolicyFile file = source.file();
        Surroundings told = surroundings.with(beginning.word().passphrase());
        AtInstance at = new AtInstance(told, options);
        Instances instances = new Instances(told, options);
        try (Instance instance = instances.make(policy);
                RunningCore core = RunningCore.start(new RunningCore.Setting(
                        instance,
                        at.assembly(),
                        policy,
                        text -> file.read("the stored policy", text, source.environment()),
                        activate ? Adoption.ACTIVATE : Adoption.YIELD,
                        kind.user(surroundings.uid()),
                        surroundings.environment(),
                        surroundings.clock(),
                        instances.random()));
                CommandServer _ = serve(core)) {
            Optional<String> trouble = core.awaitEdge(EDGE_STARTS);
            OneTimeLink.forget(core);
            core.startControlPlane();
            Welcome welcome = new Welcome(
                    surroundings.out(), core, kind, surroundings.terminal(), OptionsInUse.of(surroundings, options));
            try {
                if (beginning.word().again()) {
                    welcome.again(trouble, posture(core));
                } else {
                    welcome.print(trouble, posture(core));
                }
                stop.await();
            } finally {
                OneTimeLink.forget(core);
            }
        }
    }

    /// A person gets a first look at once; else the scheduler looks in its own time.
    private String posture(RunningCore core) throws InterruptedException {
        if (!surroundings.terminal().isTerminal()) {
            return "assessed from now on: `redoubt status`";
        }
        Surroundings within = new Surroundings(
                surroundings.out(),
                surroundings.err(),
                surroundings.environment(),
                surroundings.directory(),
                surroundings.uid(),
                surroundings.home(),
                surroundings.clock(),
                Terminal.none(),
                Progress.Audience.NOBODY,
                surroundings.arguments(),
                Optional.of(core),
                CoreCommand::refuse);
        try (Round round = new Rounds(within, options).of(List.of(), Rounds.Recording.WHERE_IT_CAN_BE)) {
            Report report = round.look(new Progress(within.err(), within.progress()));
            round.warnUnrecorded();
            return String.join("   ", SummaryText.parts(report.summary()));
        } catch (ProblemException | StoreException | LedgerException e) {
            return "could not be assessed: " + e.getMessage();
        }
    }

    private CommandServer serve(RunningCore core) {
        try {
            return CommandServer.start(
                    core.instance().directory().run(), (request, out, err) -> run(request, core, out, err));
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "the socket for commands can't be made (" + e.getMessage() + ")",
                    "its path may have 107 bytes; name a shorter directory with --data"));
        }
    }

    /// A command of somebody who would have opened the data directory.
    private int run(CommandRequest request, RunningCore core, PrintStream out, PrintStream err) {
        Map<String, String> environment = new HashMap<>(request.environment());
        if (request.columns() > 0) {
            environment.put("COLUMNS", String.valueOf(request.columns()));
        }
        return Main.run(
                request.arguments().toArray(String[]::new),
                new Surroundings(
                        out,
                        err,
                        environment,
                        request.directory(),
                        surroundings.uid(),
                        surroundings.home(),
                        surroundings.clock(),
                        request.columns() > 0 ? Terminal.of(environment) : Terminal.none(),
                        request.watched() ? Progress.Audience.WATCHING : Progress.Audience.NOBODY,
                        request.arguments(),
                        Optional.of(core),
                        CoreCommand::refuse));
    }
}
