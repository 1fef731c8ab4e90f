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
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.policy.References;
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

    private final List<Database> databases;
    private final References references;
    private final DatabaseLook look;
    private final InstantSource clock;

    DatabaseEncryptedInTransitControl(
            List<Database> databases, References references, DatabaseLook look, InstantSource clock) {
        this.databases = List.copyOf(databases);
        this.references = references;
        this.look = look;
        this.clock = clock;
    }

    @Override
    public Row row() {
        return ROW;
    }

    @Override
    public List<Subject> subjects() {
        return databases.stream()
                .map(DatabaseEncryptedInTransitControl::subject)
                .toList();
    }

    @Override
    public Reading<DatabaseSighting> read(Subject subject) throws CannotLookException, InterruptedException {
        DatabaseSighting seen;
        try {
            seen = look.at(target(subject));
        } catch (ProblemException unreachable) {
            Problem problem = unreachable.problems().getFirst();
            throw new CannotLookException(problem.what(), problem.mend());
        }
        return new Reading<>(subject, ROW.vantage(), clock.instant(), seen);
    }

    /// The machine is the database's, whatever the policy calls it.
    @Override
    public String host(Subject subject) {
        try {
            return target(subject).host();
        } catch (ProblemException _) {
            // It can't be asked; the reading says why.
            return subject.toString();
        }
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

    /// Looked up at each reading: where a database is may change, and its credentials do.
    private DatabaseTarget target(Subject subject) {
        Database database = databases.stream()
                .filter(each -> subject(each).equals(subject))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a database: " + subject));
        return DatabaseTarget.parse(database.url().resolve(references).reveal());
    }

    private static Subject subject(Database database) {
        return Subject.of("database:" + database.name());
    }
}
