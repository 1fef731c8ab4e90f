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
    private static final int PAGE = 1_000;

    @Override
    public void wrote(Transaction transaction, RowVersion row) {
        Stream.concat(Stream.of(node), transaction.ledgerKeys().nodes().stream())
                .distinct()
                .forEach(each -> tell(each, transaction, row));
    }

    /// Every node that shares the store learns it, so that each can tell by its own ledger alone.
    private void tell(String reader, Transaction transaction, RowVersion row) {
        Event event = new Event(
                ids.next(clock.instant()),
                clock.instant(),
                WRITTEN,
                "node:" + node,
                "store:" + row.table(),
                Map.of("row", Json.of(row.row()), "version", Json.of(row.version())));
        transaction
                .outbox()
                .add(new Outbox.New(
                        event.id(),
                        reader,
                        LedgerStream.EVIDENCE.directory(),
                        event.at(),
                        SecretBytes.copyOf(event.toJson())));
    }

    /// The newest version of each row that the ledger tells of.
    static Collection<RowVersion> newest(Ledger evidence) {
        Map<List<String>, RowVersion> newest = new LinkedHashMap<>();
        long next = evidence.first();
        for (List<Entry> page = evidence.read(next, PAGE); !page.isEmpty(); page = evidence.read(next, PAGE)) {
            page.stream()
                    .map(Entry::event)
                    .filter(event -> event.type().equals(WRITTEN))
                    .map(RowVersions::read)
                    .forEach(row -> newest.put(List.of(row.table(), row.row()), row));
            next = page.getLast().index() + 1;
        }
        return newest.values();
    }

    private static RowVersion read(Event event) {
        SortedMap<String, Json> details = event.details().members();
        if (details.get("row") instanceof Json.Text(String row)
                && details.get("version") instanceof Json.Numeric(double version)) {
            return new RowVersion(event.subject().substring("store:".length()), row, (long) version);
        }
        throw new IllegalArgumentException("an entry of the ledger tells of no row");
    }
}
