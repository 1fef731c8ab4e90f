package io.redoubt.tls;

import io.redoubt.control.Assessment;
import io.redoubt.control.CannotLookException;
import io.redoubt.control.Control;
import io.redoubt.control.Deviation;
import io.redoubt.control.Mended;
import io.redoubt.control.Plan;
import io.redoubt.control.Proof;
import io.redoubt.control.Remedy;
import io.redoubt.control.RemedyException;
import io.redoubt.control.RemedyException.Touched;
import io.redoubt.control.Subject;
import io.redoubt.control.Verdict;
import io.redoubt.control.World;
import io.redoubt.tls.nginx.FileImages;
import io.redoubt.tls.nginx.NginxProgram;
import io.redoubt.tls.nginx.NginxSettings;
import io.redoubt.tls.nginx.NginxSyntaxException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Mends the TLS settings of the nginx of this machine: changes its files in their smallest part, has nginx check and
/// load them, and looks from the wire whether clients now get what they should. What the plan mends lies in one nginx,
/// so all of it is one plan.
final class NginxTlsRemedy implements Remedy {

    /// While nginx reloads, workers with the old configuration answer beside those with the new one: one look proves
    /// nothing.
    private static final int IN_A_ROW = 3;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final NginxProgram nginx;
    private final NginxTable table;
    private final Function<Subject, Optional<Endpoint>> endpoints;
    private final Supplier<List<Control<?>>> looking;
    private final Duration patience;

    /// @param looking  makes controls that have seen nothing yet
    /// @param patience how long new workers may take until they answer
    NginxTlsRemedy(
            NginxProgram nginx,
            NginxTable table,
            Function<Subject, Optional<Endpoint>> endpoints,
            Supplier<List<Control<?>>> looking,
            Duration patience) {
        this.nginx = nginx;
        this.table = table;
        this.endpoints = endpoints;
        this.looking = looking;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "nginx-tls";
    }

    @Override
    public Planning plan(List<Assessment> failing) throws InterruptedException {
        List<Assessment> ours = failing.stream()
                .filter(each -> table.covers(each.row().id()))
                .filter(each -> endpoints.apply(each.subject()).isPresent())
                .toList();
        if (ours.isEmpty()) {
            return Planning.nothing();
        }
        List<CannotMend> not = new ArrayList<>();
        try {
            if (!nginx.isRunning()) {
                throw new IOException("nginx is not running");
            }
            return planned(ours, not);
        } catch (IOException | NginxSyntaxException e) {
            ours.forEach(each -> not.add(new CannotMend(
                    each.row().id(), each.subject(), String.valueOf(e.getMessage()), "mend it by hand")));
            return new Planning(List.of(), not);
        }
    }

    private Planning planned(List<Assessment> ours, List<CannotMend> not)
            throws IOException, NginxSyntaxException, InterruptedException {
        NginxSettings settings = new NginxSettings(nginx.configuration());
        boolean hybrid = nginx.knowsHybridGroups();
        List<Mended> mends = new ArrayList<>();
        List<String> directives = new ArrayList<>();
        for (Assessment each : ours) {
            Endpoint endpoint = endpoints.apply(each.subject()).orElseThrow();
            List<String> mended = new ArrayList<>();
            List<String> left = new ArrayList<>();
            for (Deviation deviation : ((Verdict.Fail) each.verdict()).deviations()) {
                Map<String, String> values = table.values(each.row().id(), deviation.summary(), hybrid);
                (values.isEmpty() ? left : mended).add(deviation.summary());
                for (Map.Entry<String, String> value : values.entrySet()) {
                    settings.give(endpoint.host(), endpoint.port(), value.getKey(), value.getValue());
                    directives.add(value.getKey());
                }
            }
            if (mended.isEmpty()) {
                not.add(new CannotMend(
                        each.row().id(), each.subject(), "this nginx can't: " + String.join("; ", left), ""));
            } else {
                mends.add(new Mended(each.row().id(), each.subject(), mended, left));
            }
        }
        FileImages images = new FileImages(settings.images());
        if (mends.isEmpty() || images.images().isEmpty()) {
            mends.forEach(mend -> not.add(new CannotMend(
                    mend.control(),
                    mend.subject(),
                    "nginx's files say what they should, and yet the last look saw it otherwise",
                    "`redoubt check` looks again; if it stays so, see what stands before nginx, or reload it")));
            return new Planning(List.of(), not);
        }
        String summary = "nginx: %s in %s"
                .formatted(
                        String.join(
                                ", ", directives.stream().distinct().sorted().toList()),
                        String.join(
                                ", ",
                                images.images().stream()
                                        .map(image -> image.path().toString())
                                        .toList()));
        Plan plan = new Plan(
                name(),
                mends,
                "file://" + nginx.place().configuration(),
                summary,
                settings.diff(),
                List.of(
                        "the servers " + String.join(", ", settings.touched()) + ": clients that are too old for it",
                        "all of this nginx: its workers are replaced; open connections are served to their end"),
                "the same controls look from the wire again, until they pass or " + patience.toSeconds()
                        + " s are over",
                "the files are put back byte for byte, and nginx is reloaded",
                images.facts(),
                images.toBytes());
        return new Planning(List.of(plan), not);
    }

    @Override
    public World observe(Plan plan) throws RemedyException {
        try {
            return FileImages.of(plan.image()).seen();
        } catch (IOException e) {
            throw new RemedyException(Touched.NOTHING, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void apply(Plan plan) throws RemedyException, InterruptedException {
        FileImages images = FileImages.of(plan.image());
        try {
            if (images.seen() instanceof World.Before && !nginx.isRunning()) {
                throw new RemedyException(Touched.NOTHING, "nginx is not running");
            }
            images.replace();
            checkAndReload();
        } catch (IOException e) {
            throw RemedyException.because(String.valueOf(e.getMessage()));
        }
    }

    private void checkAndReload() throws IOException, InterruptedException, RemedyException {
        String complaint = nginx.complaint();
        if (!complaint.isEmpty()) {
            throw RemedyException.because("nginx -t: " + complaint);
        }
        nginx.reload();
    }

    @Override
    public Proof verify(Plan plan) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        int given = 0;
        while (true) {
            Proof proof = look(plan);
            given = proof instanceof Proof.Given ? given + 1 : 0;
            if (given == IN_A_ROW || (given == 0 && System.nanoTime() - end >= 0)) {
                return proof;
            }
            Thread.sleep(PAUSE);
        }
    }

    private Proof look(Plan plan) throws InterruptedException {
        List<Control<?>> controls = looking.get();
        List<String> seen = new ArrayList<>();
        for (Mended mend : plan.mends()) {
            Verdict verdict;
            try {
                verdict = verdict(of(mend, controls), mend.subject());
            } catch (CannotLookException e) {
                return new Proof.Missing(mend.subject() + ": " + e.why());
            }
            switch (verdict) {
                case Verdict.Pass(String observed) -> seen.add(observed);
                case Verdict.Fail fail -> {
                    Optional<Deviation> bad = fail.deviations().stream()
                            .filter(deviation -> !mend.left().contains(deviation.summary()))
                            .findFirst();
                    if (bad.isPresent()) {
                        return new Proof.Missing(mend.subject() + ": "
                                + bad.get().summary() + ", " + bad.get().observed());
                    }
                    seen.add(fail.worst().observed());
                }
                case Verdict.Unknown(String why, var _) -> {
                    return new Proof.Missing(mend.subject() + ": " + why);
                }
                case Verdict.NotApplicable(String why) -> {
                    return new Proof.Missing(mend.subject() + ": " + why);
                }
            }
        }
        return new Proof.Given(String.join("; ", seen));
    }

    private static <S> Verdict verdict(Control<S> control, Subject subject)
            throws CannotLookException, InterruptedException {
        return control.judge(control.read(subject));
    }

    @Override
    public void undo(Plan plan) throws RemedyException, InterruptedException {
        try {
            FileImages.of(plan.image()).putBack();
            // One that is not running reads them when it starts.
            if (nginx.isRunning()) {
                Set<Long> workers = nginx.workers();
                checkAndReload();
                awaitBefore(plan, workers);
            }
        } catch (IOException e) {
            throw RemedyException.because(String.valueOf(e.getMessage()));
        }
    }

    /// nginx says nothing of a reload that its master refuses. Either is enough: there are workers that were
    /// not there, or the wire shows what the change had mended. The wire alone is not: by the policy of today
    /// that may be no fault.
    private void awaitBefore(Plan plan, Set<Long> workers) throws IOException, InterruptedException, RemedyException {
        long end = System.nanoTime() + patience.toNanos();
        while (workers.containsAll(nginx.workers()) && !showsBefore(plan)) {
            if (System.nanoTime() - end >= 0) {
                throw RemedyException.because(
                        "nginx has not taken the reload, and still runs with the change; its error log says why");
            }
            Thread.sleep(PAUSE);
        }
    }

    private boolean showsBefore(Plan plan) throws InterruptedException {
        List<Control<?>> controls = looking.get();
        for (Mended mend : plan.mends()) {
            try {
                if (verdict(of(mend, controls), mend.subject()) instanceof Verdict.Fail fail
                        && fail.deviations().stream()
                                .anyMatch(each -> mend.mended().contains(each.summary()))) {
                    return true;
                }
            } catch (CannotLookException _) {
                // Shows neither.
            }
        }
        return false;
    }

    private static Control<?> of(Mended mend, List<Control<?>> controls) {
        return controls.stream()
                .filter(each -> each.row().id().equals(mend.control()))
                .findFirst()
                .orElseThrow();
    }
}
