package io.redoubt.ledger;

import io.redoubt.ledger.disk.ChannelDisk;
import io.redoubt.ledger.disk.Disk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A stream on a disk, with a clock that is stepped.
final class Fixture {

    static final LedgerOptions OPTIONS =
            LedgerOptions.named("example.com/shop/web-1").withSegmentBytes(4096);
    static final VerifierKey KEY = new VerifierKey("example.com/shop/web-1/evidence", TestKey.PUBLIC);

    final Disk disk;
    final Path directory;
    Instant now = Instant.parse("2026-11-24T06:57:07.123Z");

    Fixture(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    Fixture(Path directory) {
        this(new ChannelDisk(), directory);
    }

    Ledger open() {
        return open(OPTIONS, TestKey.SIGNER);
    }

    Ledger open(LedgerOptions options, Signer signer) {
        InstantSource time = () -> now;
        return Ledger.open(disk, directory, LedgerStream.EVIDENCE, signer, time, options);
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    Path stream() {
        return directory.resolve("evidence");
    }

    /// An audit of what is on the real disk.
    Audit audit(Checkpoint... elsewhere) {
        return Ledger.verify(directory, LedgerStream.EVIDENCE, List.of(KEY), List.of(elsewhere));
    }

    /// Writes a stream of several segments and closes it.
    static Fixture filled(Path directory, int events) {
        Fixture fixture = new Fixture(directory);
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 0, events);
        }
        return fixture;
    }

    /// Appends one at a time, so that each has a checkpoint.
    void append(Ledger ledger, int from, int to) {
        for (int i = from; i < to; i++) {
            ledger.append(event(i));
        }
    }

    static Event event(int number) {
        return new Event(
                "evt_" + number,
                Instant.parse("2026-11-24T06:00:00Z").plusSeconds(number),
                "secret.read",
                "user:kim",
                "secret:prod/db/" + number,
                Map.of("version", Json.of(number), "reason", Json.of("release " + number % 7)));
    }

    static List<Event> events(int from, int to) {
        List<Event> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            events.add(event(i));
        }
        return events;
    }

    static Event large(int bytes) {
        return large("evt_large", bytes);
    }

    static Event large(String id, int bytes) {
        return new Event(
                id, Instant.EPOCH, "test", "user:kim", "thing:1", Map.of("filler", Json.of("x".repeat(bytes))));
    }
}
