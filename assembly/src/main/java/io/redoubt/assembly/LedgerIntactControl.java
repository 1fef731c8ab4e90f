package io.redoubt.assembly;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Control;
import io.redoubt.control.Deviation;
import io.redoubt.control.Reading;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Cut;
import io.redoubt.ledger.Finding;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.PeerFork;
import io.redoubt.store.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Audits this node's ledger, and holds it against what the store has seen of it and what witnesses keep. What is new
/// is read at each look, and of the rest one segment, another one each time (`Ledger.patrol`).
final class LedgerIntactControl implements Control<LedgerSighting> {

    static final Row ROW = Row.of(
            "ledger.intact",
            "the ledger is what was recorded, from its first entry to its last",
            Severity.CRITICAL,
            Vantage.STORE);

    private static final int NAMED = 50;

    private final LedgerSource source;
    private final InstantSource clock;

    LedgerIntactControl(LedgerSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Row row() {
        return ROW;
    }

    @Override
    public List<Subject> subjects() {
        return Stream.of(LedgerStream.values()).map(this::subject).toList();
    }

    private Subject subject(LedgerStream stream) {
        return Subject.of("ledger:" + source.node() + "/" + stream.directory());
    }

    private LedgerStream stream(Subject subject) {
        return Stream.of(LedgerStream.values())
                .filter(stream -> subject(stream).equals(subject))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a stream: " + subject));
    }

    @Override
    public Reading<LedgerSighting> read(Subject subject) throws CannotLookException {
        try {
            return new Reading<>(subject, ROW.vantage(), clock.instant(), source.look(stream(subject)));
        } catch (LedgerException e) {
            throw new CannotLookException(String.valueOf(e.getMessage()), "redoubt ledger verify");
        } catch (StoreException e) {
            throw new CannotLookException(e.problem().what(), e.problem().mend());
        }
    }

    @Override
    public Verdict judge(Reading<LedgerSighting> reading) {
        Audit audit = reading.seen().audit();
        List<Deviation> deviations = new ArrayList<>();
        if (!audit.intact()) {
            deviations.add(new Deviation(
                    Severity.CRITICAL,
                    "the ledger is not what was recorded",
                    "every entry and checkpoint as it was recorded",
                    first(audit.findings()),
                    "keep a copy of the damaged files: they are evidence\n"
                            + "`redoubt ledger verify` names all that was found; put the ledger back from a backup"));
        }
        long seen = reading.seen().seen();
        if (seen > audit.size() && audit.intact()) {
            deviations.add(new Deviation(
                    Severity.CRITICAL,
                    "entries are missing at the end of the ledger",
                    "at least the %d entries that the store has seen".formatted(seen),
                    audit.size() + " entries",
                    "keep a copy of the files: somebody cut them back, or put an older state in their place\n"
                            + "put the ledger back from a backup"));
        }
        for (PeerFork fork : reading.seen().forks()) {
            deviations.add(
                    new Deviation(
                            Severity.CRITICAL,
                            "the ledger of another node is not what this one recorded of it",
                            "one past, that only grows, under one key",
                            fork.toString(),
                            "keep a copy of that node's files, and of this node's ledger: both are evidence\n"
                                    + "`redoubt ledger verify` on that node names what was changed; put it back from a backup"));
        }
        if (deviations.isEmpty() && !reading.seen().troubles().isEmpty()) {
            return new Verdict.Unknown(
                    "could not be compared with what is kept elsewhere: "
                            + reading.seen().troubles().stream()
                                    .map(Witnesses.Trouble::toString)
                                    .collect(Collectors.joining("; ")),
                    "see that each witness in ledger.witness can be reached and written to");
        }
        return Verdict.of(deviations, whole(reading.seen()));
    }

    private static String first(List<Finding> findings) {
        String named = findings.stream().limit(NAMED).map(Finding::toString).collect(Collectors.joining("; "));
        return findings.size() > NAMED ? named + "; and %d more".formatted(findings.size() - NAMED) : named;
    }

    private static String whole(LedgerSighting sighting) {
        Audit audit = sighting.audit();
        long kept = audit.size() - audit.first();
        String part = sighting.lookedAt() < kept ? ", %d of them read this time".formatted(sighting.lookedAt()) : "";
        String dropped = audit.first() > 0 ? ", the first %d dropped by retention".formatted(audit.first()) : "";
        String cut = audit.toBeCut().map(LedgerIntactControl::behind).orElse("");
        String tail = switch (audit.tail()) {
            case Audit.Tail.Proven _ -> "; seen elsewhere to its end";
            case Audit.Tail.Unproven(long from) ->
                from == 0
                        ? "; tail unproven: no checkpoint kept elsewhere"
                        : "; tail unproven from entry %d".formatted(from);
        };
        return audit.size() + " entries" + part + dropped + cut + tail;
    }

    private static String behind(Cut cut) {
        return "; behind the last checkpoint %d entries, %d bytes, never acknowledged: the next start cuts them"
                .formatted(cut.entries(), cut.bytes());
    }
}
