package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.data.RestoreOrder.Present;
import io.redoubt.data.RestoreOrder.Rollback;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.SecretPath;
import io.redoubt.store.Secrets;
import io.redoubt.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MillionEntriesTest {

    private static final int ENTRIES = 1_000_000;
    private static final int BATCH = 5_000;
    private static final int SECRETS = 1_000;

    @TempDir
    Path directory;

    @Test
    void restored_ledger_of_a_million_entries_is_the_same_byte_for_byte_and_so_is_what_the_store_says()
            throws Exception {
        AgeKeys keys = AgeKeys.make(directory.resolve("identity.txt"));
        Path data = directory.resolve("shop");
        Path target = directory.resolve("restored");
        OwnBackups backups = new OwnBackups(Node.CLOCK);
        Path file;
        Checkpoint newest;
        Map<String, String> stored;
        try (Node node = Node.open(data)) {
            for (int from = 0; from < ENTRIES; from += BATCH) {
                List<Event> events = new ArrayList<>();
                for (int i = from; i < from + BATCH; i++) {
                    events.add(Node.event(i));
                }
                node.evidence.append(events);
            }
            newest = node.evidence.checkpoint();
            fill(node.store);
            stored = content(node.store);
            file = backups.create(node, keys.recipients(), directory).file();
        }
        RestoreOutcome outcome = backups.restore(new RestoreOrder(
                file,
                keys.identities(),
                target,
                Present.REFUSED,
                new KnownPast(List.of(), List.of(newest)),
                Rollback.REFUSED,
                (_, manifest, _) -> manifest.epoch()));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RestoreOutcome.Restored.class,
                        restored -> assertThat(restored.backup()
                                        .ledger()
                                        .get(LedgerStream.EVIDENCE)
                                        .size())
                                .isEqualTo(ENTRIES));
        assertThat(digests(target.resolve("ledger"))).isEqualTo(digests(data.resolve("ledger")));
        try (Node restored = Node.open(target, Node.key(data), Node.SIGNER)) {
            assertThat(content(restored.store)).hasSize(2 * SECRETS).isEqualTo(stored);
            assertThat(restored.store.verify(List::of).findings()).isEmpty();
        }
    }

    /// Each has two versions.
    private static void fill(Store store) {
        store.inTransaction(transaction -> {
            for (int i = 0; i < SECRETS; i++) {
                SecretPath path = SecretPath.parse("prod/db-" + i);
                transaction.secrets().put(path, SecretBytes.ofUtf8("former " + i), 0, Node.NOW);
                transaction.secrets().put(path, SecretBytes.ofUtf8("present " + i), 1, Node.NOW);
            }
            return SECRETS;
        });
    }

    private static Map<String, String> content(Store store) {
        return store.read(transaction -> {
            Map<String, String> content = new TreeMap<>();
            for (SecretPath path : transaction.secrets().list()) {
                for (Secrets.Info version : transaction.secrets().versions(path)) {
                    content.put(
                            path + " " + version,
                            new String(
                                    transaction
                                            .secrets()
                                            .read(path, version.number())
                                            .orElseThrow()
                                            .value()
                                            .reveal(),
                                    StandardCharsets.UTF_8));
                }
            }
            return content;
        });
    }

    private static Map<String, String> digests(Path ledger) throws Exception {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ledger)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.endsWith("lock"))
                    .toList()) {
                digests.put(
                        ledger.relativize(file).toString(),
                        AgeKeys.run("bash", "-c", "sha256sum < \"$1\"", "bash", file.toString()));
            }
        }
        return digests;
    }
}
