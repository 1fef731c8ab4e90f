package io.redoubt.assembly;

import io.redoubt.store.Credential;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Passphrase;
import io.redoubt.store.RootKeySource;
import io.redoubt.store.Store;
import io.redoubt.store.Surroundings;
import io.redoubt.store.VersionRecorder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Where the data of a service lies on this machine, and its root key.
///
/// @param name of the service, with its environment: `shop-production`
public record InstancePlace(String name, Path data, RootKeySource key, StorePlace store) {

    /// What the operator and the machine say.
    ///
    /// @param root       whether this process runs as root
    /// @param variables  the environment's
    /// @param data       the data directory that was named, if any
    /// @param keyFile    the root key that was named, if any
    /// @param passphrase asks for it; only where the key was made from one
    public record Machine(
            boolean root,
            Path home,
            Map<String, String> variables,
            Optional<Path> data,
            Optional<Path> keyFile,
            Supplier<char[]> passphrase) {

        public Machine {
            variables = Map.copyOf(variables);
        }
    }

    public static InstancePlace of(
            String service, Optional<String> environment, StorePlace store, Machine machine, SecureRandom random) {
        Surroundings surroundings = new Surroundings(machine.root(), machine.home(), machine.variables());
        String name = service + environment.map(overlay -> "-" + overlay).orElse("");
        Path data = machine.data().orElseGet(() -> DataDirectory.locate(service, environment, surroundings));
        return new InstancePlace(name, data, key(service, machine, surroundings, random), store);
    }

    private static RootKeySource key(String service, Machine machine, Surroundings surroundings, SecureRandom random) {
        if (machine.keyFile().isPresent()) {
            return new KeyFile(machine.keyFile().get(), random);
        }
        Optional<Credential> credential = Credential.find(surroundings);
        if (credential.isPresent()) {
            return credential.get();
        }
        Path derived = Passphrase.locate(service, surroundings);
        return Files.exists(derived, LinkOption.NOFOLLOW_LINKS)
                ? new Passphrase(derived, machine.passphrase(), random)
                : new KeyFile(KeyFile.locate(service, surroundings), random);
    }

    /// The same service, with its store in a data directory.
    InstancePlace embeddedIn(Path directory) {
        return new InstancePlace(name, directory, key, new StorePlace.InDirectory());
    }

    /// Whether something was made here.
    public boolean exists() {
        return Files.exists(data, LinkOption.NOFOLLOW_LINKS);
    }

    Store openStore(DataDirectory directory, VersionRecorder versions, InstantSource clock, SecureRandom random) {
        return switch (store) {
            case StorePlace.InDirectory _ -> {
                KnownLedger.insistOnStore(directory);
                yield Store.open(directory, key, versions, clock, random);
            }
            case StorePlace.InPostgresql postgresql ->
                Store.open(directory, postgresql.address(), key, versions, clock, random);
        };
    }
}
