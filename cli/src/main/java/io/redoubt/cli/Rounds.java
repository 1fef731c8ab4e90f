package io.redoubt.cli;

import io.redoubt.assembly.Addresses;
import io.redoubt.assembly.Announced;
import io.redoubt.assembly.Assembly;
import io.redoubt.assembly.DamagedInstance;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.Scope;
import io.redoubt.assembly.Witnesses;
import io.redoubt.cli.Round.Memory;
import io.redoubt.cli.core.CommandClient;
import io.redoubt.cli.output.PolicyName;
import io.redoubt.ledger.LedgerException;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.policy.Suggestion;
import io.redoubt.store.StoreException;
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

    /// The core that is to do it, because it holds what the round would be kept in.
    Optional<CommandClient> running(List<String> urls, Recording recording) {
        return urls.isEmpty() && recording == Recording.WHERE_IT_CAN_BE
                ? instances.running(source.load())
                : Optional.empty();
    }

    /// @param urls what was named on the command line; the whole policy where nothing was
    Round of(List<String> urls, Recording recording) {
        Assembly assembly = new Assembly(Resolver.system(), source.references(), roots(), surroundings.clock());
        if (!urls.isEmpty()) {
            return round(assembly.ofAddresses(Addresses.parse(urls)), null, new Memory.Nothing());
        }
        Policy policy = source.load();
        Memory memory =
                recording == Recording.NOTHING ? new Memory.Nothing() : memory(policy, assembly.witnesses(policy));
        Scope scope = switch (memory) {
            case Memory.Nothing _, Memory.Unusable _ -> assembly.ofPolicy(policy);
            case Memory.Recorder recorder -> assembly.ofPolicy(policy, recorder.instance());
            case Memory.Broken(DamagedInstance damaged) -> assembly.ofPolicy(policy, damaged);
        };
        return round(scope, source.nameOf(policy), memory);
    }

    /// A ledger that does not go on is a verdict beside the others.
    private Memory memory(Policy policy, Witnesses witnesses) {
        try {
            return instances
                    .find(policy)
                    .<Memory>map(lent -> new Memory.Recorder(lent, instances.actor(), witnesses))
                    .orElseGet(Memory.Nothing::new);
        } catch (StoreException.Unavailable e) {
            return new Memory.Unusable(e.problem().toString());
        } catch (LedgerException.Unavailable e) {
            return new Memory.Unusable(e.getMessage() + "; " + LedgerText.mend(e));
        } catch (LedgerException.Damaged | StoreException.Refused e) {
            DamagedInstance damaged = instances.damaged(policy).orElseThrow(() -> e);
            surroundings.err().println("warning: the ledger is not what was recorded, so this round is not recorded");
            return new Memory.Broken(damaged);
        }
    }

    private Round round(Scope scope, @Nullable PolicyName name, Memory memory) {
        return new Round(surroundings, sections.isEmpty() ? scope : scope.only(sections), sections, name, memory);
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
