package io.redoubt.ledger;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A process of its own that appends until it is told not to, and says what was acknowledged.
final class Child {

    private Child() {}

    /// Arguments: the directory, how many callers, how many events each appends (0: without end), and the bytes of a
    /// segment. Prints `ok INDEX ID`, or `failed KIND MESSAGE` and tries again.
    public static void main(String[] args) throws InterruptedException {
        Path directory = Path.of(args[0]);
        int events = Integer.parseInt(args[2]);
        LedgerOptions options = Fixture.OPTIONS.withSegmentBytes(Long.parseLong(args[3]));
        Ledger ledger;
        try {
            ledger = Ledger.open(directory, LedgerStream.EVIDENCE, TestKey.jdk(), InstantSource.system(), options);
        } catch (LedgerException e) {
            say("failed " + e.getClass().getSimpleName() + " " + e.getMessage());
            return;
        }
        say("open " + ledger.checkpoint().size());
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < Integer.parseInt(args[1]); caller++) {
            int number = caller;
            // One on a platform thread, which commits itself where it is alone.
            Thread.Builder builder = caller == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            callers.add(builder.start(() -> append(ledger, number, events)));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        ledger.close();
        say("closed");
    }

    private static void append(Ledger ledger, int caller, int events) {
        for (int i = 0; events == 0 || i < events; i++) {
            Event event = Fixture.event(caller * 1_000_000 + i);
            try {
                say("ok " + ledger.append(event) + " " + event.id());
            } catch (LedgerException e) {
                say("failed " + e.getClass().getSimpleName() + " " + e.getMessage());
            }
        }
    }

    private static void say(String line) {
        synchronized (Child.class) {
            System.out.println(line);
        }
    }
}
