package io.redoubt.assembly;

import io.redoubt.ledger.Event;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.testkit.KilledChild;
import java.nio.file.Path;

/// A process that writes, and waits to be killed where its store has what its ledger has not, or the other way round.
final class KilledInstance {

    private KilledInstance() {}

    /// Arguments: the directory and the point.
    public static void main(String[] arguments) {
        Instance instance = InstanceTest.open(Path.of(arguments[0]));
        if (arguments[1].equals("committed")) {
            // What is committed can't be drained any more.
            instance.ledger(LedgerStream.EVIDENCE).close();
            try {
                instance.policies().activate(InstanceTest.policy(), 0, InstanceTest.CANARY, "user:kim");
                throw new IllegalStateException("a closed ledger took an event");
            } catch (LedgerException _) {
                InstanceTest.put(instance, 0);
            }
        } else {
            InstanceTest.put(instance, 0);
            instance.store()
                    .read(transaction -> transaction.outbox().pending(instance.node(), "evidence", 100))
                    .forEach(entry -> instance.ledger(LedgerStream.EVIDENCE)
                            .append(Event.fromJson(entry.entry().reveal())));
        }
        KilledChild.waitAt(arguments[1]);
    }
}
