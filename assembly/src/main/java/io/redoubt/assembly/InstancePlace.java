package io.redoubt.assembly;

import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.Credential;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.Passphrase;
import io.redoubt.store.RootKeyChange;
import io.redoubt.store.RootKeySource;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import io.redoubt.store.Surroundings;
import io.redoubt.store.UsualKeys;
import io.redoubt.store.VersionRecorder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the data of a service lies on this machine, and its root key.
///
/// @param name  of the service, with its environment: `shop-production`
/// @param usual where the root key comes from where nothing else is said
public record InstancePlace(String name, Path data, RootKeySource key, StorePlace store, Optional<UsualKeys> usual) {

    /// Where the root key comes from one place alone.
    public InstancePlace(String name, Path data, RootKeySource key, StorePlace store) {
        this(name, data, key, store, Optional.empty());
    }

    /// What the operator and the machine say.
    ///
    /// @param root       whether this process runs as root
    /// @param variables  the environment's
    /// @param data       the data directory that was named, if any
    /// @param keyFile    the root key that was named, if any
    /// @param passphrase asks for it; only where the key is made from one
    public record Machine(
            boolean root,
            Path home,
            Map<String, String> variables,
            Optional<Path> data,
            Optional<Path> keyFile,
            Passphrase.Prompt passphrase) {

        public Machine {
            variables = Map.copyOf(variables);
        }
    }

    public static InstancePlace of(
            String service, Optional<String> environment, StorePlace store, Machine machine, SecureRandom random) {
        Surroundings surroundings = new Surroundings(machine.root(), machine.home(), machine.variables());
        String name = service + environment.map(overlay -> "-" + overlay).orElse("");
        Path data = machine.data().orElseGet(() -> DataDirectory.locate(service, environment, surroundings));
        UsualKeys usual = UsualKeys.of(service, surroundings, machine.passphrase(), random);
        return new InstancePlace(name, data, key(machine, surroundings, usual, random), store, Optional.of(usual));
    }

    private static RootKeySource key(Machine machine, Surroundings surroundings, UsualKeys usual, SecureRandom random) {
        if (machine.keyFile().isPresent()) {
            return RootKeySource.named(machine.keyFile().get(), machine.passphrase(), random);
        }
        Optional<Credential> credential = Credential.find(surroundings);
        return credential.isPresent() ? credential.get() : usual.present();
    }

    /// The same, with a root key by passphrase; whether one was chosen before or not.
    ///
    /// @throws ProblemException when the root key comes from elsewhere
    public InstancePlace byPassphrase() {
        if (key instanceof Passphrase) {
            return this;
        }
        Passphrase passphrase = usual.orElseThrow().passphrase();
        boolean free = key.equals(usual.get().file()) && key.read().isEmpty();
        if (!free) {
            throw new ProblemException(Problem.of(
                    "the root key comes from " + key.name() + ", not from a passphrase",
                    "`redoubt key rotate --root --passphrase` changes that"));
        }
        return new InstancePlace(name, data, passphrase, store, usual);
    }

    /// Whether a passphrase is asked for where this is opened.
    public boolean asksPassphrase() {
        return Stream.concat(Stream.of(key), change().others().stream())
                .anyMatch(source -> source instanceof Passphrase passphrase && passphrase.exists());
    }

    RootKeyChange change() {
        return new RootKeyChange(key, usual);
    }

    /// The same service, with its store in a data directory.
    InstancePlace embeddedIn(Path directory) {
        return new InstancePlace(name, directory, key, new StorePlace.InDirectory(), usual);
    }

    /// Whether something was made here.
    public boolean exists() {
        return Files.exists(data, LinkOption.NOFOLLOW_LINKS);
    }

    /// Whether its making came to its end: the stream of accesses is made last.
    public boolean isWhole() {
        return Files.exists(
                DataDirectory.ledger(data).resolve(LedgerStream.ACCESS.directory()), LinkOption.NOFOLLOW_LINKS);
    }

    /// @param key what opened it
    record Opened(Store store, RootKeySource key) {}

    /// By the root key, or by what a change of that left behind which did not come to its end.
    Opened openStore(DataDirectory directory, VersionRecorder versions, InstantSource clock, SecureRandom random) {
        try {
            return openBy(key, directory, versions, clock, random);
        } catch (StoreException.WrongKey | StoreException.KeyMissing e) {
            for (RootKeySource other : change().others()) {
                try {
                    if (other.read().isPresent()) {
                        return openBy(other, directory, versions, clock, random);
                    }
                } catch (StoreException.WrongKey wrong) {
                    e.addSuppressed(wrong);
                }
            }
            throw e;
        }
    }

    private Opened openBy(
            RootKeySource source,
            DataDirectory directory,
            VersionRecorder versions,
            InstantSource clock,
            SecureRandom random) {
        return switch (store) {
            case StorePlace.InDirectory _ -> {
                KnownLedger.insistOnStore(directory);
                yield new Opened(Store.open(directory, source, versions, clock, random), source);
            }
            case StorePlace.InPostgresql postgresql ->
                new Opened(Store.open(directory, postgresql.address(), source, versions, clock, random), source);
        };
    }
}
