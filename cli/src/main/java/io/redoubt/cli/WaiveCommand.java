package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Report;
import io.redoubt.control.Assessment;
import io.redoubt.control.Subject;
import io.redoubt.control.Verdict.State;
import io.redoubt.control.Waiver;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `redoubt waive`: prints what to write into the policy. The policy is the operator's file: only they change it.
@Command(
        name = "waive",
        description = "Print a waiver to paste into the policy: somebody answers for a deviation until a day.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  redoubt waive tls.hsts --subject https://old.example.com --reason 'is switched off in May'",
            "  redoubt waive --all --until 2027-03-31 >> redoubt.yaml"
        })
final class WaiveCommand implements Callable<Integer> {

    private static final int USUAL_DAYS = 90;
    private static final String NO_REASON = "…";
    private static final String FIRST_ADOPTION = "found at the first check, to be mended";

    @Parameters(arity = "0..1", paramLabel = "CONTROL", description = "such as tls.hsts")
    private @Nullable String control;

    @Option(names = "--all", description = "everything that the policy's check finds now")
    private boolean all;

    @Option(names = "--subject", paramLabel = "SUBJECT", description = "only this one, as reports name it")
    private @Nullable String subject;

    @Option(names = "--until", paramLabel = "DATE", description = "the last day (default: in 90 days)")
    private @Nullable String until;

    @Option(names = "--owner", paramLabel = "NAME", description = "who answers for it (default: you)")
    private @Nullable String owner;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why it is accepted")
    private @Nullable String reason;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;
    private final CommonOptions options;

    WaiveCommand(Surroundings surroundings, CommonOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (all == (control != null)) {
            throw usage("name one control, or --all");
        }
        if (all && subject != null) {
            throw usage("--subject goes with one control, not with --all");
        }
        LocalDate last = lastDay();
        List<WaiverText> waivers = control == null
                ? standing(last)
                : List.of(new WaiverText(
                        ControlNames.parse(control), parsedSubject(), ownerName(), reasonOr(NO_REASON), last));
        PrintStream out = surroundings.out();
        if (waivers.isEmpty()) {
            out.println("# nothing fails, nothing to waive");
            return ExitStatus.SOUND.code();
        }
        out.println("waivers:");
        waivers.forEach(waiver -> out.println(waiver.line()));
        if (control != null && reason == null) {
            surroundings.err().println("hint: write the reason in place of " + NO_REASON + " (or give --reason)");
        }
        return ExitStatus.SOUND.code();
    }

    private List<WaiverText> standing(LocalDate last) throws InterruptedException {
        Progress progress = new Progress(surroundings.err(), surroundings.progress());
        Report report;
        try (Round round = new Rounds(surroundings, options).of(List.of(), Rounds.Recording.WHERE_IT_CAN_BE)) {
            report = round.look(progress);
            round.warnUnrecorded();
        }
        return report.assessments().stream()
                .filter(WaiveCommand::counts)
                .map(assessment -> new WaiverText(
                        assessment.row().id(), assessment.subject(), ownerName(), reasonOr(FIRST_ADOPTION), last))
                .toList();
    }

    private static boolean counts(Assessment assessment) {
        State state = assessment.verdict().state();
        return !assessment.waived() && (state == State.FAIL || state == State.UNKNOWN);
    }

    private @Nullable Subject parsedSubject() {
        if (subject == null) {
            return null;
        }
        try {
            return Subject.of(subject);
        } catch (IllegalArgumentException _) {
            throw usage("'" + subject
                    + "' is not a subject; write it as reports name it, such as https://shop.example.com");
        }
    }

    private LocalDate lastDay() {
        LocalDate today = LocalDate.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
        if (until == null) {
            return today.plusDays(USUAL_DAYS);
        }
        try {
            LocalDate last = LocalDate.parse(until);
            if (last.isBefore(today) || last.isAfter(today.plusDays(Waiver.LONGEST_DAYS))) {
                throw usage("--until is a day from today to " + today.plusDays(Waiver.LONGEST_DAYS));
            }
            return last;
        } catch (DateTimeException _) {
            throw usage("'" + until + "' is not a day; write it as 2027-03-31");
        }
    }

    private String ownerName() {
        if (owner != null && !owner.isBlank()) {
            return owner;
        }
        String user = surroundings.environment().getOrDefault("USER", "");
        return user.isBlank() ? NO_REASON : user;
    }

    private String reasonOr(String otherwise) {
        return reason == null || reason.isBlank() ? otherwise : reason;
    }

    private ParameterException usage(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
