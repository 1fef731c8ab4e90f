package io.redoubt.cli;

import io.redoubt.assembly.DamagedInstance;
import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.StorePlace;
import io.redoubt.cli.core.CommandClient;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.Passphrase;
import java.security.SecureRandom;
import java.util.Optional;

/// What Redoubt remembers of the service of a policy, where the options say or where it lies by itself.
final class Instances {

    private final Surroundings surroundings;
    private final CommonOptions options;
    private final PolicySource source;
    private final SecureRandom random = new SecureRandom();

    Instances(Surroundings surroundings, CommonOptions options) {
        this.surroundings = surroundings;
        this.options = options;
        this.source = new PolicySource(surroundings, options);
    }

    /// An instance for one command: closed after it, unless it is the core's own.
    record Lent(Instance instance, boolean own) implements AutoCloseable {
        @Override
        public void close() {
            if (own) {
                instance.close();
            }
        }
    }

    InstancePlace place(Policy policy) {
        return place(
                policy.service(),
                policy.environment(),
                StorePlace.of(policy.store(), source.references(), source.directory()));
    }

    InstancePlace place(String service, Optional<String> environment, StorePlace store) {
        return InstancePlace.of(
                service,
                environment,
                store,
                new InstancePlace.Machine(
                        surroundings.uid() == 0,
                        surroundings.home(),
                        surroundings.environment(),
                        options.data().map(surroundings.directory()::resolve),
                        options.keyFile().map(surroundings.directory()::resolve),
                        surroundings.passphrase()),
                random);
    }

    /// @throws ProblemException when nothing was made yet
    Lent open(Policy policy) {
        InstancePlace place = place(policy);
        if (surroundings.core().isPresent()) {
            return lend(surroundings.core().get().instance(), place);
        }
        if (!place.exists()) {
            throw new ProblemException(Problem.of(
                    "nothing is remembered of " + place.name() + ": there is no " + place.data(),
                    "`redoubt init` makes it; or name another with --data"));
        }
        return new Lent(Instance.open(place, surroundings.clock(), random), true);
    }

    private static Lent lend(Instance instance, InstancePlace place) {
        if (!instance.directory().path().equals(place.data())) {
            throw new ProblemException(Problem.of(
                    "this core holds " + instance.directory() + ", and the policy is of " + place.data(),
                    "name the policy that `redoubt up` runs with"));
        }
        return new Lent(instance, false);
    }

    /// Nothing where nothing was made and nobody asked for a place.
    Optional<Lent> find(Policy policy) {
        InstancePlace place = place(policy);
        if (surroundings.core().isPresent()) {
            return Optional.of(lend(surroundings.core().get().instance(), place));
        }
        return place.exists() || options.data().isPresent()
                ? Optional.of(new Lent(make(policy), true))
                : Optional.empty();
    }

    /// Where the ledger does not go on.
    Optional<DamagedInstance> damaged(Policy policy) {
        InstancePlace place = place(policy);
        return place.exists() ? DamagedInstance.find(place, surroundings.clock(), random) : Optional.empty();
    }

    Instance make(Policy policy) {
        return make(place(policy));
    }

    Instance make(InstancePlace place) {
        // Before there is data: a slip of the finger would seal it under a passphrase that nobody knows.
        if (place.key() instanceof Passphrase passphrase && !place.exists()) {
            passphrase.choose();
        }
        return Instance.openOrCreate(place, surroundings.clock(), random);
    }

    /// The core that holds the policy's data directory, where one runs and this is not it.
    Optional<CommandClient> running(Policy policy) {
        return surroundings.core().isPresent()
                ? Optional.empty()
                : CommandClient.find(place(policy).data().resolve(DataDirectory.RUN));
    }

    SecureRandom random() {
        return random;
    }

    /// Who does it, as the ledger names them: a number, which tells no name.
    String actor() {
        return "uid:" + surroundings.uid();
    }
}
