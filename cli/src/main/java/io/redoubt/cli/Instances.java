package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.StorePlace;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.io.Console;
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

    InstancePlace place(Policy policy) {
        return InstancePlace.of(
                policy.service(),
                policy.environment(),
                StorePlace.of(policy.store(), source.references(), source.directory()),
                new InstancePlace.Machine(
                        surroundings.uid() == 0,
                        surroundings.home(),
                        surroundings.environment(),
                        options.data().map(surroundings.directory()::resolve),
                        options.keyFile().map(surroundings.directory()::resolve),
                        Instances::passphrase),
                random);
    }

    /// @throws ProblemException when nothing was made yet
    Instance open(Policy policy) {
        InstancePlace place = place(policy);
        if (!place.exists()) {
            throw new ProblemException(Problem.of(
                    "nothing is remembered of " + place.name() + ": there is no " + place.data(),
                    "`redoubt init` makes it; or name another with --data"));
        }
        return Instance.open(place, surroundings.clock(), random);
    }

    /// Nothing where nothing was made and nobody asked for a place.
    Optional<Instance> find(Policy policy) {
        InstancePlace place = place(policy);
        return place.exists() || options.data().isPresent() ? Optional.of(make(policy)) : Optional.empty();
    }

    Instance make(Policy policy) {
        return Instance.openOrCreate(place(policy), surroundings.clock(), random);
    }

    SecureRandom random() {
        return random;
    }

    /// Who does it, as the ledger names them: a number, which tells no name.
    String actor() {
        return "uid:" + surroundings.uid();
    }

    private static char[] passphrase() {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> console.readPassword("passphrase of the root key: "))
                .orElseThrow(() -> new ProblemException(
                        Problem.of("the root key needs its passphrase", "run it on a terminal, or use --key-file")));
    }
}
