package io.redoubt.ledger;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// A process of its own that appends while a fault comes and goes, and says what was acknowledged.
final class FaultedChild {

    /// How many are appended before the fault, and after it.
    static final int EVENTS = 60;
    /// Enough for several segments, so that whatever the fault hinders is needed.
    private static final int UNDER_FAULT = 1_000;
    private static final int AGAIN = 3;

    private final Ledger ledger;
    private int number;

    private FaultedChild(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Arguments: the directory, and the commands that bring the fault and end it, for a shell. Prints `ok INDEX ID` or
    /// `failed KIND MESSAGE` for each event, `mended` in between, and at the end how many findings an audit has.
    public static void main(String[] args) throws Exception {
        LedgerOptions options = Fixture.OPTIONS.withSegmentBytes(16 << 10);
        try (Ledger ledger =
                Ledger.open(Path.of(args[0]), LedgerStream.EVIDENCE, TestKey.jdk(), InstantSource.system(), options)) {
            FaultedChild child = new FaultedChild(ledger);
            child.append(EVENTS);
            run(args[1]);
            child.appendUntilItFails();
            run(args[2]);
            System.out.println("mended");
            child.append(EVENTS);
            System.out.println("findings " + ledger.verify(List.of()).findings().size());
        }
    }

    private void appendUntilItFails() {
        for (int i = 0; i < UNDER_FAULT; i++) {
            if (!isAppended()) {
                append(AGAIN);
                return;
            }
        }
    }

    private void append(int events) {
        for (int i = 0; i < events; i++) {
            isAppended();
        }
    }

    private boolean isAppended() {
        Event event = Fixture.event(number++);
        try {
            System.out.println("ok " + ledger.append(event) + " " + event.id());
            return true;
        } catch (LedgerException e) {
            System.out.println("failed " + e.getClass().getSimpleName() + " " + e.getMessage());
            return false;
        }
    }

    private static void run(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("failed: " + command);
        }
    }
}
