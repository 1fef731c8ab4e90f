package io.redoubt.control;

import io.redoubt.policy.Mode;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.KeyFile;
import io.redoubt.store.PostgresAddress;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import io.redoubt.store.VersionRecorder;
import io.redoubt.testkit.KilledChild;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/// A process that applies and then undoes a change at the same time as another one does.
final class RacingMender {

    private RacingMender() {}

    static Store store(Path directory, int port) {
        return Store.open(
                new PostgresAddress("127.0.0.1", port, "postgres", "postgres", SecretBytes.ofUtf8("none"), null),
                Store.Contract.REFUSED,
                new KeyFile(directory.resolve("root.key"), new SecureRandom()),
                VersionRecorder.none(),
                () -> ChangeFixture.NOW,
                new SecureRandom());
    }

    static Mender mender(Store store, DoorRemedy remedy) {
        return new Mender(
                store,
                new OutboxJournal(ChangeFixture.NODE, () -> {}),
                ChangeFixture.NODE,
                new Workbench(),
                List.of(remedy),
                Map.of("tls", Mode.ENFORCE),
                () -> ChangeFixture.NOW,
                new SecureRandom());
    }

    /// Arguments: the directory, PostgreSQL's port, the change, and the point of the remedy at which to wait, or none.
    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        try (Store store = store(directory, Integer.parseInt(arguments[1]))) {
            DoorRemedy door = new DoorRemedy(directory.resolve("world"), point -> {
                if (point.equals(arguments[3])) {
                    KilledChild.waitAt(point);
                }
            });
            Mender mender = mender(store, door);
            KilledChild.waitAt("apply");
            System.out.println(said(() -> mender.apply(arguments[2], "kim")));
            KilledChild.waitAt("undo");
            System.out.println(said(() -> mender.undo(arguments[2], "kim")));
        }
    }

    private interface Work {
        Change done() throws InterruptedException;
    }

    private static String said(Work work) throws InterruptedException {
        try {
            return work.done().state().text();
        } catch (ProblemException | StoreException.Conflict _) {
            return "refused";
        }
    }
}
