package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.RunningCore;
import io.redoubt.assembly.StorePlace;
import io.redoubt.cli.core.CommandClient;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.process.App;
import io.redoubt.cli.process.Isolation;
import io.redoubt.cli.process.Isolation.Places;
import io.redoubt.cli.process.Supervisor;
import io.redoubt.cli.process.Supervisor.Ending;
import io.redoubt.cli.process.Supervisor.Program;
import io.redoubt.cli.process.Supervisor.Voice;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.policy.Secret;
import io.redoubt.store.Credential;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Passphrase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redoubt up`: starts the processes and keeps them running. This one holds no key, and of secrets only the passphrase
/// of a root key that has one: a core that is started again needs it, and nobody may be there to be asked.
@Command(
        name = "up",
        description = "Run: the edge in front of the service, and the core with its console behind it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Without a policy, and on a terminal, it runs an example service on this machine to look at.",
            "SIGTERM or Ctrl-C ends it when open requests are answered, 30 s at most."
        })
final class UpCommand implements Callable<Integer> {

    private static final Duration DRAIN = Duration.ofSeconds(35);
    private static final Duration CORE_END = Duration.ofSeconds(20);

    @Option(names = "--https-port", paramLabel = "PORT", description = "of the example, without a policy (8443)")
    private @Nullable Integer https;

    @Option(names = "--http-port", paramLabel = "PORT", description = "of the example, without a policy (8080)")
    private @Nullable Integer http;

    @Option(names = "--check", description = "only say whether it could start: policy, data directory, key, ports")
    private boolean check;

    private final Surroundings surroundings;
    private final CommonOptions options;

    UpCommand(Surroundings surroundings, CommonOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    /// What is run: the policy, and the service where it is the example's.
    private record Plan(Path policy, Optional<Integer> shop) {}

    @Override
    public Integer call() throws InterruptedException {
        PolicySource source = new PolicySource(surroundings, options);
        boolean example = options.policy().isEmpty()
                && !Files.exists(surroundings.directory().resolve(source.path()));
        if (!example && (https != null || http != null)) {
            throw new ProblemException(Problem.of(
                    "the ports stand in the policy",
                    "set edge.listen in " + source.path() + ", or leave the options out"));
        }
        if (check) {
            return check(example ? exampleToRead() : source.load());
        }
        Plan plan = example ? example() : new Plan(surroundings.directory().resolve(source.path()), Optional.empty());
        // Takes as long as the policy does.
        return run(plan, CompletableFuture.supplyAsync(() -> Isolation.best(surroundings.uid())));
    }

    private int check(Policy policy) {
        Instances instances = new Instances(surroundings, options);
        insistOnNone(instances.place(policy).data());
        return new Readiness(surroundings, instances, OptionsInUse.of(surroundings, options)).check(policy);
    }

    private Policy load(Plan plan) {
        PolicySource source = new PolicySource(surroundings, options);
        return source.file(plan.policy()).load(source.environment());
    }

    private static void insistOnNone(Path data) {
        if (CommandClient.find(data.resolve(DataDirectory.RUN)).isPresent()) {
            throw new ProblemException(
                    Problem.of("it runs already: " + data + " is in use", "`redoubt status` shows how it stands"));
        }
    }

    /// The core begins first, and waits until this has prepared what they share: most of its start needs none of that.
    private int run(Plan plan, CompletableFuture<Isolation> tried) throws InterruptedException {
        App app = App.ofThisProcess();
        LogLines.install(surroundings.err(), "up", reader());
        System.Logger log = System.getLogger("io.redoubt.up");
        CompletableFuture<Word> word = new CompletableFuture<>();
        try (Supervisor supervisor =
                new Supervisor(surroundings.clock(), line -> log.log(System.Logger.Level.WARNING, line))) {
            Thread atSignal = atSignal(supervisor::close);
            Runtime.getRuntime().addShutdownHook(atSignal);
            try {
                supervisor.start(core(app, plan, word));
                Policy policy = load(plan);
                Instances instances = new Instances(surroundings, options);
                InstancePlace place = instances.place(policy);
                insistOnNone(place.data());
                Isolation isolation = tried.join();
                insistOnReadable(app, isolation);
                if (isToBeMade(place)) {
                    make(instances, policy);
                }
                Optional<Secret> passphrase = passphrase(place);
                Path sockets = prepare(place);
                Path logs = logs(place, isolation);
                plan.shop().ifPresent(port -> supervisor.start(shop(app, port)));
                if (policy.edge().isPresent()) {
                    supervisor.start(edge(app, isolation, place, sockets, logs));
                }
                word.complete(new Word(isolation, passphrase));
                return supervisor.awaitRefusal();
            } finally {
                Runtime.getRuntime().removeShutdownHook(atSignal);
            }
        }
    }

    /// As root the edge has a user of its own, who must be able to read the program.
    private static void insistOnReadable(App app, Isolation isolation) {
        try {
            if (isolation == Isolation.FULL
                    && !Files.getPosixFilePermissions(app.directory()).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new ProblemException(Problem.of(
                        "the edge runs as a user of its own, and may not read " + app.directory(),
                        "chmod -R a+rX " + app.directory()));
            }
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of("can't look at " + app.directory() + " (" + e.getMessage() + ")", "unpack it again"));
        }
    }

    private Thread atSignal(Runnable ending) {
        return new Thread(() -> {
            if (reader() == LogLines.Reader.PERSON) {
                surroundings.err().println("ending: open requests have 30 s");
            }
            ending.run();
            // What was asked for is done; the JVM would tell of the signal as of a failure.
            Runtime.getRuntime().halt(ExitStatus.SOUND.code());
        });
    }

    /// What the core is told on standard input.
    private record Word(Isolation isolation, Optional<Secret> passphrase) {

        String text(boolean again) {
            return isolation.name() + (again ? CoreCommand.AGAIN : "")
                    + passphrase
                            .map(secret -> CoreCommand.PASSPHRASE + "\n" + secret.reveal())
                            .orElse("") + "\n";
        }
    }

    /// What only this process can ask for, and what is to be hidden from the edge.
    private static boolean isToBeMade(InstancePlace place) {
        return switch (place.key()) {
            case KeyFile file -> Files.notExists(file.file());
            case Passphrase _ -> !place.exists();
            case Credential _ -> false;
        };
    }

    private Optional<Secret> passphrase(InstancePlace place) {
        if (!place.asksPassphrase()) {
            return Optional.empty();
        }
        char[] typed = surroundings.passphrase().ask(Passphrase.Asked.PRESENT);
        try {
            return Optional.of(new Secret(new String(typed)));
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    /// The files of the root key, where it is in one.
    private static List<Path> keyFiles(InstancePlace place) {
        return switch (place.key()) {
            case KeyFile file -> file.all();
            case Credential credential -> List.of(credential.file());
            case Passphrase _ -> List.of();
        };
    }

    /// What is to be hidden from the edge has to be there before it.
    private static void make(Instances instances, Policy policy) {
        try (Instance instance = instances.make(policy)) {
            System.getLogger("io.redoubt.up").log(System.Logger.Level.INFO, "made {0}", instance.directory());
        }
    }

    /// Where edge and core meet: made here, because the edge may come first.
    private static Path prepare(InstancePlace place) {
        try (DataDirectory directory = DataDirectory.openOrCreate(place.data())) {
            Path sockets = RunningCore.sockets(directory);
            return Files.isDirectory(sockets, LinkOption.NOFOLLOW_LINKS) ? sockets : Files.createDirectory(sockets);
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "can't write to " + place.data() + " (" + e.getClass().getSimpleName() + ")",
                    "check its owner, mode and space"));
        }
    }

    /// What the edge writes: its own, and nobody else looks into it by name.
    private Path logs(InstancePlace place, Isolation isolation) {
        Path logs = place.data().resolve("log");
        try {
            if (!Files.isDirectory(logs, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(logs);
            }
            Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwx------"));
            Files.setAttribute(logs, "unix:uid", isolation.user(surroundings.uid()), LinkOption.NOFOLLOW_LINKS);
            return logs;
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "can't make %s the edge's (%s)".formatted(logs, e.getClass().getSimpleName()),
                    "check its owner, mode and space"));
        }
    }

    private Program edge(App app, Isolation isolation, InstancePlace place, Path sockets, Path logs) {
        List<Path> hidden = new ArrayList<>(List.of(place.data()));
        hidden.addAll(keyFiles(place));
        Places places = new Places(sockets, logs, app.directory(), app.java(), hidden);
        Places seen = isolation.seen(places);
        App inside = app.seenAs(seen.app(), seen.java());
        List<String> command = List.of(
                inside.program().toString(),
                inside.options("edge.options"),
                "-XX:AOTCache=" + seen.app().resolve("lib").resolve("edge.aot"),
                "-Djava.library.path=" + seen.app().resolve("native"),
                "-cp",
                inside.classPath("lib"),
                "io.redoubt.edge.process.EdgeMain",
                "--core",
                seen.sockets().resolve(RunningCore.EDGE_SOCKET).toString(),
                "--access-log",
                seen.logs().resolve("access.log").toString(),
                "--until",
                "end-of-input");
        return new Program(
                "edge",
                isolation.command(places, command),
                Map.of(),
                () -> CompletableFuture.completedStage(""),
                Voice.LOGGED,
                DRAIN,
                Ending.END_OF_INPUT);
    }

    private Program shop(App app, int port) {
        return new Program(
                "example",
                List.of(
                        app.program().toString(),
                        app.options("jvm.options"),
                        "-cp",
                        app.classPath("example"),
                        "io.redoubt.example.Shop",
                        String.valueOf(port)),
                Map.of(),
                Duration.ofSeconds(5),
                Ending.END_OF_INPUT);
    }

    private Program core(App app, Plan plan, CompletionStage<Word> word) {
        List<String> command = new ArrayList<>(List.of(
                app.program().toString(),
                app.options("jvm.options"),
                "-XX:AOTCache=" + app.directory().resolve("lib/up.aot"),
                "-Dorg.sqlite.lib.path=" + app.directory().resolve("native"),
                "-Djava.library.path=" + app.directory().resolve("native"),
                "-Dredoubt.app=" + app.directory()));
        if (surroundings.terminal().isTerminal()) {
            command.add("-Dredoubt.columns=" + surroundings.terminal().width());
        }
        if (reader() == LogLines.Reader.PERSON) {
            command.add("-Dredoubt.progress=true");
        }
        command.addAll(List.of("-cp", app.classPath("lib", "server"), Main.class.getName(), "core"));
        command.addAll(List.of("--policy", plan.policy().toString()));
        if (plan.shop().isPresent()) {
            command.add("--activate");
        }
        options.env(surroundings).ifPresent(env -> command.addAll(List.of("--env", env)));
        options.data().ifPresent(data -> command.addAll(List.of("--data", absolute(data))));
        options.keyFile().ifPresent(key -> command.addAll(List.of("--key-file", absolute(key))));
        options.trust().ifPresent(trust -> command.addAll(List.of("--trust", absolute(trust))));
        AtomicBoolean again = new AtomicBoolean();
        Supplier<CompletionStage<String>> words = () -> {
            boolean before = again.getAndSet(true);
            return word.thenApply(told -> told.text(before));
        };
        return new Program("core", command, surroundings.environment(), words, CORE_END, Ending.SIGNAL);
    }

    /// Where that is on offer.
    private void insistOnExample() {
        if (!surroundings.terminal().isTerminal()) {
            throw new ProblemException(Problem.of(
                    "there is no redoubt.yaml",
                    "`redoubt init` writes one; on a terminal, `redoubt up` runs an example instead"));
        }
        options.env(surroundings).ifPresent(env -> {
            throw new ProblemException(Problem.of(
                    "there is no redoubt.yaml, and the example has no environment " + env,
                    "name the policy with --policy; for the example leave out --env and REDOUBT_ENV"));
        });
    }

    /// The policy of the example, which is written nowhere.
    private Policy exampleToRead() {
        insistOnExample();
        return new PolicySource(surroundings, options).file().read("the example", text(freePort()), Optional.empty());
    }

    private String text(int shop) {
        return Example.policy(https == null ? 8443 : https, http == null ? 8080 : http, shop);
    }

    private Plan example() {
        insistOnExample();
        Path data = new Instances(surroundings, options)
                .place(Example.SERVICE, Optional.empty(), new StorePlace.InDirectory())
                .data();
        // Before the policy is written that a running one goes by.
        insistOnNone(data);
        int shop = freePort();
        Path file = data.resolveSibling(Example.SERVICE + ".yaml");
        try {
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
            Files.writeString(file, text(shop), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "can't write " + file + " (" + e.getClass().getSimpleName() + ")",
                    "name a place with --data, or a policy with --policy"));
        }
        return new Plan(file, Optional.of(shop));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of("no port is free on loopback (" + e.getMessage() + ")", "end what holds them"));
        }
    }

    private String absolute(Path path) {
        return surroundings.directory().resolve(path).toString();
    }

    /// Of standard error.
    private LogLines.Reader reader() {
        return surroundings.progress() == Progress.Audience.WATCHING ? LogLines.Reader.PERSON : LogLines.Reader.PROGRAM;
    }
}
