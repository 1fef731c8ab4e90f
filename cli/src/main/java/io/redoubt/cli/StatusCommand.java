package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.Scope;
import io.redoubt.assembly.Sections;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Status;
import io.redoubt.cli.output.StatusJson;
import io.redoubt.cli.output.StatusTable;
import io.redoubt.control.Mender;
import io.redoubt.control.Posture;
import io.redoubt.control.PostureHistory;
import io.redoubt.control.Standing;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.PolicyRevisions.Activation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt status`: how the service stands by what was recorded. Looks at nothing anew.
@Command(
        name = "status",
        description = "How the service stands by what was recorded: sections at a glance, and what changed.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private static final Duration LATELY = Duration.ofDays(1);
    private static final int MOST_TURNS = 20;

    private final AtInstance at;

    StatusCommand(Surroundings surroundings, CommonOptions options) {
        this.at = new AtInstance(surroundings, options);
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run(
                (policy, instance) -> {
                    Status status = status(policy, instance);
                    at.out().print(render(status));
                    return ExitStatus.of(
                                    status.posture().assessments(), at.options().failOn())
                            .code();
                },
                (policy, damaged) -> {
                    at.surroundings().err().println("error: the ledger is not what was recorded, so nothing is");
                    LedgerText.print(
                            damaged,
                            at.assembly().witnesses(policy),
                            List.of(),
                            at.surroundings().err());
                    at.surroundings().err().println("hint: " + LedgerText.PUT_BACK);
                    return ExitStatus.FAILED.code();
                });
    }

    private String render(Status status) {
        return switch (at.options().format()) {
            case TABLE -> new StatusTable(at.surroundings().terminal(), at.inUse()).render(status);
            case JSON -> new StatusJson().render(status);
            case SARIF, JUNIT, MARKDOWN -> throw new IllegalStateException("refused before");
        };
    }

    private Status status(Policy policy, Instance instance) throws InterruptedException {
        Instant now = at.surroundings().clock().instant();
        Mender mender = at.mender(policy, instance);
        PostureHistory history = instance.posture();
        history.catchUp();
        Scope scope = at.assembly().ofPolicy(policy, instance);
        Set<String> only = Set.copyOf(at.options().only());
        Scope shown = only.isEmpty() ? scope : scope.only(only);
        List<Standing> standings = history.standings().stream()
                .filter(standing ->
                        only.isEmpty() || only.contains(standing.control().section()))
                .toList();
        return new Status(
                instance.place().name(),
                at.source().nameOf(policy),
                activation(policy, instance),
                instance.directory().toString(),
                now,
                Sections.all().stream()
                        .filter(section -> only.isEmpty() || only.contains(section))
                        .toList(),
                shown.notDeclared(),
                shown.notAssessedHere(),
                Posture.of(shown.controls(), standings, shown.waivers(), policy.checks()::every, now),
                history.newestTurns(standings, now.minus(LATELY), MOST_TURNS),
                mender.unfinished(),
                instance.ledger(LedgerStream.EVIDENCE).checkpoint().size(),
                instance.ledger(LedgerStream.EVIDENCE).checkpoint().epoch());
    }

    private static String activation(Policy policy, Instance instance) {
        return instance.policies()
                .active()
                .map((Activation active) -> (active.digest().equals(policy.digest())
                                ? "active"
                                : "not the active one, which is sha256:" + active.digest())
                        + ": revision " + active.number() + " since "
                        + active.at().truncatedTo(ChronoUnit.SECONDS))
                .orElse("no revision is active: redoubt policy activate");
    }
}
