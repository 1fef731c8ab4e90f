package io.redoubt.store.table;

import io.redoubt.store.RowVersion;
import io.redoubt.store.StoreException;
import io.redoubt.store.Verification;
import io.redoubt.store.Verification.Finding;
import io.redoubt.store.VersionLedger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Opens every sealed value, and compares the versions of guarded rows with those that the ledger holds.
public final class Verifier {

    private static final int MOST_FINDINGS = 1000;

    private final Map<List<String>, Long> expected = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long rows;
    private long cells;
    private long unknown;

    private Verifier(VersionLedger ledger) {
        for (RowVersion row : ledger.newest()) {
            expected.put(List.of(row.table(), row.row()), row.version());
        }
    }

    public static Verification verify(Transactions transactions, VersionLedger ledger) {
        return transactions.readOpen(transaction -> new Verifier(ledger).run(transaction));
    }

    private Verification run(OpenTransaction transaction) {
        for (Table table : Tables.all()) {
            transaction.rows().each(table, stored -> look(table, stored));
        }
        expected.forEach((row, version) -> {
            if (version > 0) {
                found(new Finding.Missing(row.getFirst(), row.getLast(), version));
            }
        });
        return new Verification(rows, cells, unknown, findings);
    }

    private void look(Table table, Rows.Stored stored) {
        rows++;
        cells += table.sealed().size();
        String name = String.join("/", stored.row().key());
        try {
            stored.open();
        } catch (StoreException.Tampered | StoreException.RolledBack e) {
            found(new Finding.Unreadable(table.name(), name, e.problem().what()));
        }
        if (table.guard() == Table.Guard.LEDGER) {
            Long newest = expected.remove(List.of(table.name(), name));
            long version = stored.row().version();
            if (newest == null) {
                unknown += KeyRing.isAsMade(stored.row()) ? 0 : 1;
            } else if (newest == 0 || version < newest) {
                found(new Finding.RolledBack(table.name(), name, version, newest));
            }
        }
    }

    private void found(Finding finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }
}
