package io.redoubt.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a policy stands: for each control and subject the newest verdict that still holds. A gap is Unknown.
///
/// @param held    in the order of the catalogue, then of subjects
/// @param retired subjects that left, as they were last seen
public record Posture(List<Held> held, List<Standing> retired) {

    private static final Verdict NEVER = new Verdict.Unknown("never looked at", "redoubt check");

    public Posture {
        held = List.copyOf(held);
        retired = List.copyOf(retired);
    }

    /// @param since when the verdict became what it is; null where nothing was ever recorded
    public record Held(Assessment assessment, @Nullable Instant since) {

        public Optional<Instant> from() {
            return Optional.ofNullable(since);
        }
    }

    /// @param every how often each control looks: a verdict holds for twice as long
    public static Posture of(
            List<Control<?>> controls,
            List<Standing> standings,
            Waivers waivers,
            Function<ControlId, Duration> every,
            Instant now) {
        record Place(ControlId control, Subject subject, Vantage vantage) {}
        Map<Place, Standing> known = new HashMap<>();
        standings.forEach(
                standing -> known.put(new Place(standing.control(), standing.subject(), standing.vantage()), standing));
        List<Assessment> assessments = new ArrayList<>();
        List<@Nullable Instant> since = new ArrayList<>();
        for (Control<?> control : controls) {
            Row row = control.row();
            Duration holds = every.apply(row.id()).multipliedBy(2);
            for (Subject subject : subjects(control)) {
                Standing standing = known.get(new Place(row.id(), subject, row.vantage()));
                if (standing == null || standing.state() == Standing.State.RETIRED) {
                    assessments.add(new Assessment(row, subject, NEVER, now, Duration.ZERO, null));
                    since.add(null);
                } else {
                    assessments.add(new Assessment(
                            row, subject, holding(standing, holds, now), standing.at(), Duration.ZERO, null));
                    since.add(since(standing, holds, now));
                }
            }
        }
        List<Held> held = new ArrayList<>();
        List<Assessment> waived = waivers.applyTo(assessments, now);
        for (int i = 0; i < waived.size(); i++) {
            held.add(new Held(waived.get(i), since.get(i)));
        }
        return new Posture(
                held,
                standings.stream()
                        .filter(standing -> standing.state() == Standing.State.RETIRED)
                        .toList());
    }

    /// As a round asks for them: of a control that breaks there, the control itself.
    private static List<Subject> subjects(Control<?> control) {
        try {
            return NamedSubject.of(control).stream().map(NamedSubject::subject).toList();
        } catch (RuntimeException _) {
            return List.of(Subject.of("control:" + control.row().id()));
        }
    }

    private static Verdict holding(Standing standing, Duration holds, Instant now) {
        if (!standing.at().plus(holds).isBefore(now)) {
            return standing.verdict();
        }
        return new Verdict.Unknown(
                "last looked at %s ago, which holds for %s"
                        .formatted(age(Duration.between(standing.at(), now)), age(holds)),
                "redoubt check");
    }

    private static Instant since(Standing standing, Duration holds, Instant now) {
        Instant end = standing.at().plus(holds);
        return end.isBefore(now) ? end : standing.since();
    }

    private static String age(Duration duration) {
        if (duration.toDays() >= 2) {
            return duration.toDays() + " days";
        }
        return duration.toHours() >= 2 ? duration.toHours() + " hours" : duration.toMinutes() + " minutes";
    }

    public List<Assessment> assessments() {
        return held.stream().map(Held::assessment).toList();
    }
}
