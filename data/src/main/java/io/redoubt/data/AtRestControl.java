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
import io.redoubt.ledger.LedgerException;
import io.redoubt.store.Keys.KeyStatus;
import io.redoubt.store.StoreException;
import io.redoubt.store.Verification;
import io.redoubt.store.Verification.Finding;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Opens everything that is sealed in Redoubt's own store, and counts under which key.
final class AtRestControl implements Control<StoreSealing> {

    static final Row ROW = Row.of(
            "data.at-rest",
            "what is stored is sealed under AES-256, and still what was sealed",
            Severity.HIGH,
            Vantage.STORE);

    private static final int NAMED = 5;

    private final OwnStore own;
    private final InstantSource clock;

    AtRestControl(OwnStore own, InstantSource clock) {
        this.own = own;
        this.clock = clock;
    }

    @Override
    public Row row() {
        return ROW;
    }

    @Override
    public List<Subject> subjects() {
        return List.of(Subject.of("store:" + own.name()));
    }

    @Override
    public Reading<StoreSealing> read(Subject subject) throws CannotLookException {
        try {
            Verification verification = own.verify().get();
            StoreSealing seen = new StoreSealing(own.keys().status(), verification);
            return new Reading<>(subject, ROW.vantage(), clock.instant(), seen);
        } catch (StoreException e) {
            throw new CannotLookException(e.problem().what(), e.problem().mend());
        } catch (LedgerException e) {
            throw new CannotLookException(
                    "the versions of rows are not known: " + e.getMessage(), "redoubt ledger verify");
        }
    }

    @Override
    public Verdict judge(Reading<StoreSealing> reading) {
        StoreSealing seen = reading.seen();
        List<Finding> findings = seen.verification().findings();
        List<Deviation> deviations = new ArrayList<>();
        if (!findings.isEmpty()) {
            deviations.add(new Deviation(
                    Severity.HIGH,
                    "the store is not what Redoubt wrote",
                    "every sealed value opens, and no row is older than the ledger knows it",
                    first(findings),
                    "somebody writes to the database past Redoubt: find out who; `redoubt store verify` names every row\n"
                            + "then put the store back from a backup"));
        }
        String left = seen.keys().stream()
                .filter(key -> !key.newest() && key.rows() > 0)
                .map(AtRestControl::count)
                .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            deviations.add(new Deviation(
                    Severity.LOW,
                    "rows are still sealed under a former key",
                    "every row under the newest key",
                    left,
                    "`redoubt key rotate` goes on where it stopped"));
        }
        return Verdict.of(deviations, sealed(seen));
    }

    private static String first(List<Finding> findings) {
        String named = findings.stream().limit(NAMED).map(AtRestControl::text).collect(Collectors.joining("; "));
        return findings.size() > NAMED ? named + "; and %d more".formatted(findings.size() - NAMED) : named;
    }

    private static String text(Finding finding) {
        return switch (finding) {
            case Finding.Unreadable(String table, String row, String why) -> table + " row " + row + ": " + why;
            case Finding.RolledBack(String table, String row, long version, long expected) ->
                expected == 0
                        ? "%s row %s is there again, and the ledger knows it as deleted".formatted(table, row)
                        : "%s row %s is at version %d, and the ledger knows %d"
                                .formatted(table, row, version, expected);
            case Finding.Missing(String table, String row, long expected) ->
                "%s row %s is gone, and the ledger knows its version %d".formatted(table, row, expected);
        };
    }

    private static String sealed(StoreSealing seen) {
        String open = "all %d sealed values open; AES-256-GCM, %s"
                .formatted(
                        seen.verification().cells(),
                        seen.keys().stream().map(AtRestControl::count).collect(Collectors.joining(", ")));
        long unknown = seen.verification().unknown();
        return unknown == 0
                ? open
                : open + "; not in this node's ledger, so perhaps put back: %d %s".formatted(unknown, rows(unknown));
    }

    private static String rows(long number) {
        return number == 1 ? "row" : "rows";
    }

    private static String count(KeyStatus key) {
        return "%d %s under key %d".formatted(key.rows(), rows(key.rows()), key.id());
    }
}
