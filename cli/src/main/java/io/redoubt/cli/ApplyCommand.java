package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import io.redoubt.control.Change;
import io.redoubt.control.ChangeState;
import io.redoubt.control.Mender;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `redoubt apply CHANGE`: does what `plan` showed, sees that it works, and puts it back where it does not.
@Command(
        name = "apply",
        description = "Do what a plan showed; it is put back after 10 minutes unless you confirm it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "While `redoubt up` runs, it puts back within seconds what nobody confirmed;",
            "otherwise the next command does.",
            "Only a section with `mode: enforce` is changed."
        })
final class ApplyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CHANGE", description = "as `plan` names it: chg_…")
    private @Nullable String id;

    @Option(
            names = "--digest",
            paramLabel = "DIGEST",
            description = "refuse any other plan than the one of this digest")
    private @Nullable String digest;

    @Option(names = "--permanent", description = "no lease: it stays without a confirm")
    private boolean permanent;

    private final AtInstance at;

    ApplyCommand(Surroundings surroundings, CommonOptions options) {
        this.at = new AtInstance(surroundings, options);
    }

    @Override
    public Integer call() throws InterruptedException {
        String change = String.valueOf(id);
        return at.run((policy, instance) -> {
            Mender mender = at.mender(policy, instance);
            Change planned = mender.find(change)
                    .orElseThrow(() -> new ProblemException(
                            Problem.of("there is no change " + change, "`redoubt plan` names those that there are")));
            if (planned.state() instanceof ChangeState.Planned) {
                Duration lease = permanent ? null : Mender.INTERACTIVE_LEASE;
                mender.approve(change, digest == null ? planned.plan().digest() : digest, at.actor(), lease);
            }
            Change done = apply(mender, change);
            instance.settle();
            at.out().println(ChangeText.state(done, at.inUse()));
            return status(done).code();
        });
    }

    /// A core goes on with it, whoever has asked.
    private Change apply(Mender mender, String change) throws InterruptedException {
        if (at.surroundings().core().isPresent()) {
            return mender.apply(change, at.actor());
        }
        try (var _ = new UnderWay(() -> mender.find(change), at.surroundings().err(), at.inUse())) {
            return mender.apply(change, at.actor());
        }
    }

    static ExitStatus status(Change done) {
        return switch (done.state()) {
            case ChangeState.Failed _ -> ExitStatus.FAILED;
            case ChangeState.Conflicted _ -> ExitStatus.UNKNOWN;
            case ChangeState _ -> ExitStatus.SOUND;
        };
    }
}
