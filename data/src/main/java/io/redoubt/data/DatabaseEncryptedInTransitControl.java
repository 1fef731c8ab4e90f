package io.redoubt.data;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Control;
import io.redoubt.control.Deviation;
import io.redoubt.control.Reading;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Undetermined;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks a database for TLS, and for plain text, and judges what it agrees to.
final class DatabaseEncryptedInTransitControl implements Control<DatabaseSighting> {

    static final Row ROW = Row.of(
            "data.database-encrypted-in-transit",
            "the database is reached through TLS, and in no other way",
            Severity.HIGH,
            Vantage.WIRE);

    private final List<DatabaseTarget> targets;
    private final DatabaseLook look;
    private final InstantSource clock;

    DatabaseEncryptedInTransitControl(List<DatabaseTarget> targets, DatabaseLook look, InstantSource clock) {
        this.targets = List.copyOf(targets);
        this.look = look;
        this.clock = clock;
    }

    @Override
    public Row row() {
        return ROW;
    }

    @Override
    public List<Subject> subjects() {
        return targets.stream().map(DatabaseEncryptedInTransitControl::subject).toList();
    }

    @Override
    public Reading<DatabaseSighting> read(Subject subject) throws CannotLookException, InterruptedException {
        DatabaseSighting seen = look.at(target(subject));
        return new Reading<>(subject, ROW.vantage(), clock.instant(), seen);
    }

    /// The machine is the database's, whatever the policy calls it.
    @Override
    public String host(Subject subject) {
        return target(subject).host();
    }

    @Override
    public Verdict judge(Reading<DatabaseSighting> reading) {
        List<DatabaseSighting.At> seen = reading.seen().seen();
        boolean someAnswer = seen.stream().anyMatch(at -> !isNothingThere(at.offersTls()));
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        for (DatabaseSighting.At at : seen) {
            if (someAnswer && isNothingThere(at.offersTls())) {
                leftOut.add("; nothing answers at " + at.address());
            } else {
                verdicts.put(at.address(), new DatabaseJudgement(at).verdict());
            }
        }
        return worst(verdicts, String.join("", leftOut));
    }

    /// A name often has an address more than its server listens on.
    private static boolean isNothingThere(Answer<String> answer) {
        return answer instanceof Undetermined<String>(Obstacle obstacle, String _)
                && (obstacle == Obstacle.CONNECTION_REFUSED || obstacle == Obstacle.UNREACHABLE);
    }

    private static Verdict worst(Map<String, Verdict> verdicts, String leftOut) {
        boolean one = verdicts.size() == 1;
        List<Deviation> deviations = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        verdicts.forEach((address, verdict) -> {
            String place = one ? "" : address + ": ";
            switch (verdict) {
                case Fail(List<Deviation> found) ->
                    found.forEach(each -> deviations.add(new Deviation(
                            each.severity(),
                            each.summary(),
                            each.expected(),
                            place + each.observed() + leftOut,
                            each.mend())));
                case Unknown(String why, String _) -> unknown.add(place + why);
                case Pass(String observed) -> passed.add(place + observed);
                case NotApplicable(String why) -> passed.add(place + why);
            }
        });
        if (!deviations.isEmpty()) {
            return new Fail(deviations);
        }
        return unknown.isEmpty()
                ? new Pass(String.join("; ", passed) + leftOut)
                : new Unknown(String.join("; ", unknown) + leftOut, "");
    }

    private DatabaseTarget target(Subject subject) {
        return targets.stream()
                .filter(target -> subject(target).equals(subject))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a database: " + subject));
    }

    private static Subject subject(DatabaseTarget target) {
        return Subject.of("database:" + target.name());
    }
}
