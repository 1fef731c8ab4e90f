package io.redoubt.cli;

import io.redoubt.assembly.Addresses;
import io.redoubt.assembly.Announced;
import io.redoubt.assembly.Assembly;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.Scope;
import io.redoubt.cli.core.CommandClient;
import io.redoubt.cli.output.PolicyName;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.policy.Suggestion;
import io.redoubt.wire.Resolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the round that the command line asks for.
final class Rounds {

    private final Surroundings surroundings;
    private final CommonOptions options;
    private final PolicySource source;
    private final Instances instances;
    private final Set<String> sections;

    /// @throws ProblemException when `--only` names what is no section
    Rounds(Surroundings surroundings, CommonOptions options) {
        this.surroundings = surroundings;
        this.options = options;
        this.source = new PolicySource(surroundings, options);
        this.instances = new Instances(surroundings, options);
        this.sections = sections(options.only());
    }

    /// Whether a round of the policy is kept.
    enum Recording {
        WHERE_IT_CAN_BE,
        NOTHING
    }

    /// @param urls what was named on the command line; the whole policy where nothing was
    /// The core that is to do it, because it holds what the round would be kept in.
    Optional<CommandClient> running(List<String> urls, Recording recording) {
        return urls.isEmpty() && recording == Recording.WHERE_IT_CAN_BE
                ? instances.running(source.load())
                : Optional.empty();
    }

    Round of(List<String> urls, Recording recording) {
        Assembly assembly = new Assembly(Resolver.system(), source.references(), roots(), surroundings.clock());
        if (!urls.isEmpty()) {
            return round(assembly.ofAddresses(Addresses.parse(urls)), null, null);
        }
        Policy policy = source.load();
        Round.@Nullable Recorder recorder = recording == Recording.NOTHING
                ? null
                : instances
                        .find(policy)
                        .map(lent -> new Round.Recorder(lent, instances.actor()))
                        .orElse(null);
        Scope scope = recorder == null ? assembly.ofPolicy(policy) : assembly.ofPolicy(policy, recorder.instance());
        return round(scope, source.nameOf(policy), recorder);
    }

    private Round round(
            Scope scope, @Nullable PolicyName name, Round.@Nullable Recorder recorder) {
        return new Round(surroundings, sections.isEmpty() ? scope : scope.only(sections), sections, name, recorder);
    }

    private List<Path> roots() {
        return options.trust().stream().map(surroundings.directory()::resolve).toList();
    }

    /// What `--only` names; empty for all.
    private static Set<String> sections(List<String> named) {
        List<Problem> problems = new ArrayList<>();
        for (String section : named) {
            if (!Announced.sections().contains(section)) {
                problems.add(Problem.of(
                        "--only: '" + section + "' is not a section",
                        Suggestion.orAll(section, Announced.sections(), "")));
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(problems.getFirst());
        }
        return Set.copyOf(named);
    }
}
