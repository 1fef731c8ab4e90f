package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.Listeners;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.StarterPolicy;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Visible;
import io.redoubt.ledger.LedgerException;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.Credential;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Passphrase;
import io.redoubt.store.RootKeySource;
import io.redoubt.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redoubt init`: makes what is missing: a first policy, the data directory, its root key. Asks for nothing but a
/// passphrase, where one is wanted; overwrites nothing.
@Command(
        name = "init",
        description =
                "Write a first policy from the listeners found here, and make data directory and root key; overwrites nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A passphrase is asked for twice on a terminal, and never shown; elsewhere it is the first line of",
            "standard input. Whatever opens the data asks for it from then on."
        })
final class InitCommand implements Callable<Integer> {

    private static final String UNNAMED = "service";
    private static final int LONGEST_NAME = 40;

    @Option(names = "--policy-only", description = "make no data directory and no root key: nothing is recorded")
    private boolean policyOnly;

    @Option(
            names = "--passphrase",
            description = "make the root key from a passphrase of 12 characters or more, instead of a key file")
    private boolean passphrase;

    private final Surroundings surroundings;
    private final CommonOptions options;
    private final PolicySource source;
    private final Instances instances;

    InitCommand(Surroundings surroundings, CommonOptions options) {
        this.surroundings = surroundings;
        this.options = options;
        this.source = new PolicySource(surroundings, options);
        this.instances = new Instances(surroundings, options);
    }

    @Override
    public Integer call() {
        PrintStream out = surroundings.out();
        if (policyOnly && passphrase) {
            throw new ProblemException(
                    Problem.of("--policy-only makes no root key, so --passphrase makes no sense", "leave one out"));
        }
        boolean written = writePolicy();
        List<String> made = policyOnly ? List.of() : makeInstance(written);
        if (written) {
            out.println("wrote " + source.path() + ": it verifies, and changes nothing");
        }
        made.forEach(out::println);
        if (!written && made.isEmpty()) {
            throw new ProblemException(Problem.of(
                    source.path() + " is there already, and init overwrites nothing",
                    "edit it, or write another one with --policy FILE"));
        }
        String inUse = Visible.of(OptionsInUse.of(surroundings, options));
        out.println("next: redoubt check" + inUse + "   |   redoubt policy show" + inUse);
        return ExitStatus.SOUND.code();
    }

    /// @return whether there was none
    private boolean writePolicy() {
        Path file = surroundings.directory().resolve(source.path());
        String text = StarterPolicy.text(serviceName(file), Listeners.read(Path.of("/proc")));
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "can't write " + source.path() + " (" + e.getClass().getSimpleName() + ")",
                    "run it where you may write, or name a place with --policy FILE"));
        }
    }

    /// @param written whether the policy is new: then it goes again where the rest can't be made, else the next try
    ///                would find it in its way
    /// @return what to say of it; nothing where it was there
    private List<String> makeInstance(boolean written) {
        Path policyFile = surroundings.directory().resolve(source.path());
        try {
            return makeInstance(place ->
                    written ? List.of("kept  " + place.data() + ": what is recorded there goes on") : List.of());
        } catch (ProblemException | StoreException | LedgerException e) {
            if (written) {
                delete(policyFile, e);
            }
            throw e;
        }
    }

    /// @param kept what to say of one that is there
    private List<String> makeInstance(Function<InstancePlace, List<String>> kept) {
        Policy policy = source.load();
        InstancePlace usual = instances.place(policy);
        InstancePlace place = passphrase && !usual.exists() ? usual.byPassphrase() : usual;
        if (place.exists()) {
            if (passphrase && !(place.key() instanceof Passphrase)) {
                throw new ProblemException(Problem.of(
                        place.data() + " is there already, under another root key",
                        "`redoubt key rotate --root --passphrase` changes that"));
            }
            if (place.isWhole()) {
                return kept.apply(place);
            }
        }
        try (Instance instance = instances.make(place)) {
            return List.of("made  " + instance.directory() + ": what is recorded, sealed", key(place.key()));
        }
    }

    private static String key(RootKeySource key) {
        return "key   "
                + switch (key) {
                    case KeyFile _, Credential _ ->
                        key.name() + ": without it nothing of that can be read; keep a copy elsewhere";
                    case Passphrase derived ->
                        "the passphrase, and " + derived.file()
                                + ": without both nothing of that can be read; keep copies elsewhere";
                };
    }

    private static void delete(Path file, Exception because) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /// The directory's name, as far as it can be one.
    private static String serviceName(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        Path name = directory == null ? null : directory.getFileName();
        String plain = String.valueOf(name)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[^a-z]+|-+$", "");
        if (name == null || plain.isEmpty()) {
            return UNNAMED;
        }
        return plain.substring(0, Math.min(LONGEST_NAME, plain.length())).replaceAll("-+$", "");
    }
}
