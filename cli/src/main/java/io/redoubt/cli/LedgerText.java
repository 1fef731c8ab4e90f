package io.redoubt.cli;

import io.redoubt.ledger.LedgerException;

/// What an operator can do about a ledger that does not take or give.
final class LedgerText {

    private LedgerText() {}

    static String mend(LedgerException exception) {
        return switch (exception) {
            case LedgerException.Unavailable _ -> "check the disk's space, owner and mode, then try again";
            case LedgerException.Damaged _ ->
                "`redoubt ledger verify` names every entry; put it back from a backup, and keep what is there: it is evidence";
            case LedgerException.Refused _ -> "report it: Redoubt records nothing that large";
            case LedgerException.InUse _ -> "end the other redoubt, or wait for it";
            case LedgerException.Closed _ -> "report it";
        };
    }
}
