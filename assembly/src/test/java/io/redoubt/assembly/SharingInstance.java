package io.redoubt.assembly;

import io.redoubt.control.PostureHistory.RoundScope;
import io.redoubt.control.Vantage;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Confidential;
import io.redoubt.store.KeyFile;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.SecretPath;
import io.redoubt.store.Secrets.Info;
import io.redoubt.store.StoreException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One of several processes that work on one PostgreSQL store, each with a data directory of its own.
final class SharingInstance {

    static final SecretPath COUNTER = SecretPath.parse("shared/counter");
    static final int TURNS = 15;

    private SharingInstance() {}

    static InstancePlace place(Path directory, String url) {
        return new InstancePlace(
                "shop",
                directory.resolve("data"),
                new KeyFile(directory.resolve("root.key"), new SecureRandom()),
                new StorePlace.InPostgresql(
                        new Confidential.Literal(url), Optional.empty(), new ProcessReferences(Map.of(), directory)));
    }

    static Instance open(Path directory, String url) {
        return Instance.openOrCreate(place(directory, url), TestPolicies.TODAY, new SecureRandom());
    }

    /// Arguments: the directory and the URL. Writes, activates, records and rotates, each until it was first `TURNS`
    /// times.
    public static void main(String[] arguments) throws InterruptedException {
        try (Instance instance = open(Path.of(arguments[0]), arguments[1])) {
            System.out.println("open");
            for (int turn = 0; turn < TURNS; turn++) {
                untilFirst(() -> count(instance));
                untilFirst(() -> activate(instance));
                instance.record(LedgerStream.EVIDENCE, "test.turned", "user:kim", "host:web-1", Map.of());
                instance.posture()
                        .record(
                                List.of(),
                                new RoundScope(List.of(), Set.of(Vantage.STORE), _ -> true),
                                "aa",
                                "user:kim",
                                TestPolicies.TODAY.instant());
                untilFirst(() -> {
                    instance.store().keys().rotate();
                    while (instance.store().keys().reencrypt(50) > 0) {
                        Thread.onSpinWait();
                    }
                });
            }
        }
        System.out.println("done");
    }

    private static void untilFirst(Runnable work) {
        while (true) {
            try {
                work.run();
                return;
            } catch (StoreException.Conflict _) {
                Thread.onSpinWait();
            }
        }
    }

    private static void count(Instance instance) {
        instance.store().inTransaction(transaction -> {
            long last = transaction.secrets().versions(COUNTER).stream()
                    .mapToLong(Info::number)
                    .max()
                    .orElse(0);
            return transaction
                    .secrets()
                    .put(COUNTER, SecretBytes.ofUtf8("value " + (last + 1)), last, TestPolicies.TODAY.instant());
        });
        instance.settle();
    }

    private static void activate(Instance instance) {
        long seen = instance.policies().active().map(Activation::number).orElse(0L);
        instance.policies().activate(TestPolicies.read("redoubt: 1\nservice: shop\n"), seen, "kim", "user:kim");
    }
}
