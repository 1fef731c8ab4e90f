package io.redoubt.control;

import io.redoubt.ledger.Event;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Mode;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Outbox;
import io.redoubt.store.Store;
import io.redoubt.store.VersionRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A store, a door that is open, and the mender of both.
final class ChangeFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    static final String NODE = "web-1";

    final DoorRemedy remedy;
    final Mender mender;
    final Store store;
    Instant now = NOW;
    /// What `settle` does.
    Runnable drain = () -> {};

    private final DataDirectory data;
    private final Workbench bench = new Workbench();

    ChangeFixture(Path directory) {
        this(directory, Mode.ENFORCE, _ -> {});
    }

    ChangeFixture(Path directory, Mode mode, Consumer<String> at) {
        try {
            Files.createDirectories(directory.resolve("world"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        remedy = new DoorRemedy(directory.resolve("world"), at);
        if (remedy.door().isEmpty()) {
            remedy.write("open");
        }
        data = DataDirectory.openOrCreate(directory.resolve("shop"));
        KeyFile key = new KeyFile(directory.resolve("root.key"), new SecureRandom());
        store = Store.open(data, key, VersionRecorder.none(), () -> now, new SecureRandom());
        mender = another(mode);
    }

    Mender another(Mode mode) {
        return new Mender(
                store,
                new OutboxJournal(NODE, () -> drain.run()),
                NODE,
                bench,
                List.of(remedy),
                Map.of("tls", mode),
                () -> now,
                new SecureRandom());
    }

    Change planned() throws InterruptedException {
        return mender.plan(List.of(DoorRemedy.failing()), "kim").changes().getFirst();
    }

    Change approved() throws InterruptedException {
        Change planned = planned();
        return mender.approve(planned.id(), planned.plan().digest(), "kim", Mender.INTERACTIVE_LEASE);
    }

    Change applied() throws InterruptedException {
        return mender.apply(approved().id(), "kim");
    }

    /// The types of what the ledger is told, without `change.`.
    List<String> told() {
        return store.read(t -> t.outbox().pending(NODE, LedgerStream.EVIDENCE.directory(), 100).stream()
                .map(Outbox.Entry::entry)
                .map(entry -> Event.fromJson(entry.reveal()).type().replace("change.", ""))
                .toList());
    }

    String state(String id) {
        return mender.find(id).orElseThrow().state().text();
    }

    @Override
    public void close() {
        store.close();
        data.close();
    }
}
