package io.redoubt.cli;

import io.redoubt.assembly.Assembly;
import io.redoubt.assembly.DamagedInstance;
import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.Witnesses;
import io.redoubt.cli.core.CommandClient;
import io.redoubt.cli.output.Visible;
import io.redoubt.control.Mender;
import io.redoubt.control.Reconciler.Outcome;
import io.redoubt.ledger.LedgerException;
import io.redoubt.store.StoreException;
import io.redoubt.wire.Resolver;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
            try {
                return task.run(policy, lent.instance());
            } finally {
                publish(lent.instance(), assembly().witnesses(policy), surroundings);
            }
        }
    }

    /// What is told of an instance whose ledger does not go on.
    @FunctionalInterface
    interface Telling {
        /// @return the exit status
        int tell(Policy policy, DamagedInstance instance);
    }

    /// The same, for a command that has something to say where the ledger does not go on.
    int run(Task task, Telling telling) throws InterruptedException {
        try {
            return run(task);
        } catch (LedgerException.Damaged | StoreException.Refused e) {
            Policy policy = source.load();
            try (DamagedInstance damaged = instances.damaged(policy).orElseThrow(() -> e)) {
                return telling.tell(policy, damaged);
            }
        }
    }

    /// Hands what was recorded to the witnesses. One that can't take it does not make the command fail.
    static void publish(Instance instance, Witnesses witnesses, Surroundings surroundings) {
        for (Witnesses.Trouble trouble : instance.publish(witnesses)) {
            surroundings
                    .err()
                    .println("warning: " + Visible.of(trouble.toString())
                            + "; it lacks the newest checkpoints of the ledger");
        }
    }

    Optional<DamagedInstance> damaged(Policy policy) {
        return instances.damaged(policy);
    }

    Instance open(Policy policy) {
        return instances.open(policy).instance();
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /// For a command that is printed to be pasted.
    String inUse() {
        return Visible.of(OptionsInUse.of(surroundings, options));
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

    /// Who does it, by their name: kept sealed.
    String author() {
        return surroundings.environment().getOrDefault("USER", actor());
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
        return mender(policy, instance, _ -> true);
    }

    /// @param told which outcomes the command does not tell itself
    Mender mender(Policy policy, Instance instance, Predicate<Outcome> told) throws InterruptedException {
        Mender mender = instance.mender(assembly().remedies(policy), Assembly.modes(policy));
        List<Outcome> outcomes = mender.reconciler().run(surroundings.clock().instant());
        outcomes.stream().filter(told).forEach(outcome -> out().println(ChangeText.outcome(outcome, inUse())));
        instance.settle();
        return mender;
    }
}
