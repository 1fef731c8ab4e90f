package io.redoubt.assembly;

import io.redoubt.control.TimeOrderedId;
import io.redoubt.ledger.Entry;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.Outbox;
import io.redoubt.store.RowVersion;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Transaction;
import io.redoubt.store.VersionRecorder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/// Puts the versions of guarded rows into the ledger, and reads them back from it: a row that is older than the ledger
/// knows it was put back by somebody.
record RowVersions(String node, TimeOrderedId ids, InstantSource clock) implements VersionRecorder {

    private static final String WRITTEN = "store.written";
    private static final String TOLD_BY = "told-by";
    private static final int PAGE = 1_000;

    @Override
    public void wrote(Transaction transaction, RowVersion row) {
        Stream.concat(Stream.of(node), transaction.ledgerKeys().nodes().stream())
                .distinct()
                .forEach(each -> tell(each, transaction, row));
    }

    /// Every node that shares the store learns it, so that each can tell by its own ledger alone.
    private void tell(String reader, Transaction transaction, RowVersion row) {
        Event event = event(row, Map.of("row", Json.of(row.row()), "version", Json.of(row.version())));
        transaction
                .outbox()
                .add(new Outbox.New(
                        event.id(),
                        reader,
                        LedgerStream.EVIDENCE.directory(),
                        event.at(),
                        SecretBytes.copyOf(event.toEntry())));
    }

    private Event event(RowVersion row, Map<String, Json> details) {
        return new Event(
                ids.next(clock.instant()), clock.instant(), WRITTEN, "node:" + node, "store:" + row.table(), details);
    }

    /// What a ledger tells of a row.
    ///
    /// @param entry that first told it
    /// @param at    when it was last told
    private record Told(RowVersion row, long entry, Instant at) {

        static Told of(Entry entry) {
            Event event = entry.event();
            SortedMap<String, Json> details = event.details().members();
            if (details.get("row") instanceof Json.Text(String row)
                    && details.get("version") instanceof Json.Numeric(double version)) {
                long first = details.get(TOLD_BY) instanceof Json.Numeric(double told) ? (long) told : entry.index();
                String table = event.subject().substring("store:".length());
                return new Told(new RowVersion(table, row, (long) version), first, event.at());
            }
            throw new IllegalArgumentException("an entry of the ledger tells of no row");
        }

        List<String> name() {
            return List.of(row.table(), row.row());
        }

        /// What is said again meanwhile is not newer by that.
        Told orNewer(Told other) {
            return other.entry >= entry ? other : this;
        }
    }

    /// The newest version of each row that the ledger tells of.
    static Collection<RowVersion> newest(Ledger evidence) {
        return told(evidence).stream().map(Told::row).toList();
    }

    private static Collection<Told> told(Ledger evidence) {
        Map<List<String>, Told> newest = new LinkedHashMap<>();
        long next = evidence.first();
        for (List<Entry> page = evidence.read(next, PAGE); !page.isEmpty(); page = evidence.read(next, PAGE)) {
            page.stream()
                    .filter(entry -> entry.event().type().equals(WRITTEN))
                    .map(Told::of)
                    .forEach(each -> newest.merge(each.name(), each, Told::orNewer));
            next = page.getLast().index() + 1;
        }
        return newest.values();
    }

    /// Says again what only older entries tell, so that these can be dropped.
    void sayAgain(Ledger evidence, Instant oldest) {
        List<Event> again = told(evidence).stream()
                .filter(each -> each.at().isBefore(oldest))
                .map(each -> event(
                        each.row(),
                        Map.of(
                                "row",
                                Json.of(each.row().row()),
                                "version",
                                Json.of(each.row().version()),
                                TOLD_BY,
                                Json.of(each.entry()))))
                .toList();
        evidence.appendInParts(again);
    }
}
