package io.redoubt.assembly;

import io.redoubt.data.Admission;
import io.redoubt.data.BackupManifest;
import io.redoubt.data.BackupSource;
import io.redoubt.data.GivenUp;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.Signer;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// An instance as something that is backed up while it works.
///
/// @param program the version of this program
public record InstanceBackup(Instance instance, String program) implements BackupSource {

    @Override
    public Identity identity() {
        record Known(String storeId, long epoch) {}
        Known known = instance.store()
                .read(transaction -> new Known(
                        transaction.epoch().storeId(), transaction.epoch().current()));
        return new Identity(instance.place().name(), instance.ledgerName(), known.storeId(), known.epoch(), program);
    }

    @Override
    public Path directory() {
        return instance.directory().path();
    }

    @Override
    public void snapshotStore(Path target) {
        try {
            instance.settle();
        } catch (StoreException.Unavailable _) {
            // A store that takes no writes any more is worth a copy all the more. What waits in it for the ledger is
            // copied with it, and goes there when the copy is opened.
        }
        instance.store().snapshotTo(target);
    }

    @Override
    public List<BackupSource.Stream> streams() {
        return Arrays.stream(LedgerStream.values()).map(this::stream).toList();
    }

    private BackupSource.Stream stream(LedgerStream stream) {
        List<VerifierKey> keys = instance.verifiers(stream);
        return BackupSource.Stream.of(stream, instance.ledger(stream), keys.subList(1, keys.size()));
    }

    @Override
    public Signer signer() {
        return instance.signer();
    }

    /// Opens what was restored, takes its store to where the policy has it (an empty PostgreSQL, if so), begins a new
    /// epoch where newer state was given up, and records the restore.
    public static Admission admission(InstancePlace place, String actor, InstantSource clock, SecureRandom random) {
        return (directory, manifest, givenUp) -> {
            long epoch;
            try (Instance instance = Instance.open(place.embeddedIn(directory), clock, random)) {
                epoch = admit(instance, manifest, givenUp, actor);
            }
            if (place.store() instanceof StorePlace.InPostgresql postgresql) {
                try (DataDirectory restored = DataDirectory.open(directory)) {
                    Store.migrate(restored, postgresql.address(), _ -> {});
                }
            }
            return epoch;
        };
    }

    private static long admit(Instance instance, BackupManifest manifest, GivenUp givenUp, String actor) {
        long epoch = givenUp.newer().isEmpty()
                ? instance.store().read(transaction -> transaction.epoch().current())
                : instance.beginEpoch(givenUp.checkpoints(), actor);
        instance.record(
                LedgerStream.EVIDENCE,
                "backup.restored",
                actor,
                "backup:" + instance.place().name(),
                Map.of(
                        "made", Json.of(manifest.made().toString()),
                        "epoch", Json.of(epoch),
                        "given-up", Json.of((long) givenUp.newer().size())));
        return epoch;
    }
}
