package io.redoubt.cli;

import io.redoubt.assembly.Assembly;
import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.Policy;
import io.redoubt.cli.core.CommandClient;
import io.redoubt.control.Mender;
import io.redoubt.control.Reconciler.Outcome;
import io.redoubt.wire.Resolver;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// A command that works on what Redoubt remembers of the policy's service.
final class AtInstance {

    private final Surroundings surroundings;
    private final CommonOptions options;
    private final Instances instances;
    private final PolicySource source;

    AtInstance(Surroundings surroundings, CommonOptions options) {
        this.surroundings = surroundings;
        this.options = options;
        this.instances = new Instances(surroundings, options);
        this.source = new PolicySource(surroundings, options);
    }

    /// What is done while the instance is open.
    @FunctionalInterface
    interface Task {
        /// @return the exit status
        int run(Policy policy, Instance instance) throws InterruptedException;
    }

    int run(Task task) throws InterruptedException {
        Policy policy = source.load();
        Optional<CommandClient> core = instances.running(policy);
        if (core.isPresent()) {
            return surroundings.sendTo(core.get());
        }
        try (Instances.Lent lent = instances.open(policy)) {
            return task.run(policy, lent.instance());
        }
    }

    Surroundings surroundings() {
        return surroundings;
    }

    CommonOptions options() {
        return options;
    }

    PolicySource source() {
        return source;
    }

    PrintStream out() {
        return surroundings.out();
    }

    /// Where the instance lies, or would.
    InstancePlace place(Policy policy) {
        return instances.place(policy);
    }

    SecureRandom random() {
        return instances.random();
    }

    Path resolve(Path path) {
        return surroundings.directory().resolve(path);
    }

    String actor() {
        return instances.actor();
    }

    Assembly assembly() {
        return new Assembly(
                Resolver.system(),
                source.references(),
                options.trust().stream().map(surroundings.directory()::resolve).toList(),
                surroundings.clock());
    }

    /// What changes the world; what a process that is gone left half done is finished or put back first, and told.
    Mender mender(Policy policy, Instance instance) throws InterruptedException {
        Mender mender = instance.mender(assembly().remedies(policy), Assembly.modes(policy));
        List<Outcome> outcomes = mender.reconciler().run(surroundings.clock().instant());
        outcomes.forEach(outcome -> out().println(ChangeText.outcome(outcome)));
        instance.settle();
        return mender;
    }
}
