package io.redoubt.cli;

import io.redoubt.control.Change;
import io.redoubt.control.ChangeState;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/// A change that this process works on: where it is ended before that is done, as by Ctrl-C, it says what becomes of
/// it. It does nothing about it: whoever comes next finds out from the world how far it came.
final class UnderWay implements AutoCloseable {

    private final Thread last;

    /// @param change as it stands when it is asked for
    /// @param inUse  the options that a command needs to be about the same service
    UnderWay(Supplier<Optional<Change>> change, PrintStream err, String inUse) {
        this.last = new Thread(() -> tell(change, err, inUse), "under-way");
        Runtime.getRuntime().addShutdownHook(last);
    }

    private static void tell(Supplier<Optional<Change>> change, PrintStream err, String inUse) {
        try {
            change.get().ifPresent(found -> err.println("interrupted: " + text(found, inUse)));
        } catch (RuntimeException _) {
            err.println("interrupted: how far the change came is not known; next: redoubt status" + inUse);
        }
        err.flush();
    }

    private static String text(Change change, String inUse) {
        return switch (change.state()) {
            case ChangeState.Planned _, ChangeState.Approved _ -> change.id() + " was not begun; nothing was touched";
            case ChangeState.Intended _, ChangeState.Applied _, ChangeState.Reverting _ -> {
                String until = change.state().endsAt() == null
                        ? ""
                        : "\n  its lease is over at " + change.state().endsAt().truncatedTo(ChronoUnit.SECONDS)
                                + "; from then on either puts it back";
                yield change.id() + " is under way, and what it did so far stays"
                        + "\n  `redoubt up` finishes it or puts it back within seconds, else the next command does"
                        + "\n  next: redoubt undo " + change.id() + inUse
                        + until;
            }
            case ChangeState _ -> ChangeText.state(change, inUse);
        };
    }

    /// It came to its end, or failed and said so.
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(last);
        } catch (IllegalStateException _) {
            // The process is ending, and it is told.
        }
    }
}
