package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Outbox;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.SecretPath;
import io.redoubt.store.StoreException;
import io.redoubt.store.Verification.Finding;
import io.redoubt.testkit.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceTest {

    static final String CANARY = "Canary7QxNowhere";
    static final SecretPath PATH = SecretPath.parse("prod/" + CANARY);

    @TempDir
    Path directory;

    static InstancePlace place(Path directory) {
        return new InstancePlace(
                "shop",
                directory.resolve("shop"),
                new KeyFile(directory.resolve("root.key"), new SecureRandom()),
                new StorePlace.InDirectory());
    }

    static Instance open(Path directory) {
        return Instance.openOrCreate(place(directory), TestPolicies.TODAY, new SecureRandom());
    }

    private Instance open() {
        return open(directory);
    }

    static Policy policy() {
        return TestPolicies.read("redoubt: 1\nservice: " + CANARY.toLowerCase(Locale.ROOT) + "\n");
    }

    static void put(Instance instance, long expected) {
        instance.store()
                .inTransaction(transaction -> transaction
                        .secrets()
                        .put(
                                PATH,
                                SecretBytes.ofUtf8("value " + CANARY + expected),
                                expected,
                                TestPolicies.TODAY.instant()));
    }

    private static List<String> told(Instance instance) {
        return instance.ledger(LedgerStream.EVIDENCE).read(0, 1_000).stream()
                .map(entry -> entry.event().type())
                .filter(type -> !type.startsWith("ledger."))
                .toList();
    }

    private Path data() {
        return directory.resolve("shop");
    }

    private void used() {
        try (Instance instance = open()) {
            instance.policies().activate(policy(), 0, CANARY, "user:kim");
            put(instance, 0);
            instance.record(LedgerStream.ACCESS, "secret.read", "user:kim", "secret:1", Map.of());
            instance.record(LedgerStream.EVIDENCE, "test.happened", "user:kim", "host:web-1", Map.of());
        }
    }

    @Test
    void instance_that_is_opened_again_has_everything() {
        used();
        try (Instance instance = open()) {
            assertThat(instance.policies().active().orElseThrow().digest()).isEqualTo(policy().digest());
            assertThat(told(instance)).contains("policy.activated", "store.written", "test.happened");
            assertThat(instance.ledger(LedgerStream.ACCESS).checkpoint().size()).isOne();
            assertThat(instance.verifyStore().findings()).isEmpty();
            assertThat(instance.ledger(LedgerStream.EVIDENCE).verify(List.of()).findings())
                    .isEmpty();
        }
    }

    @Test
    void instance_that_is_held_is_refused_to_others() {
        try (Instance held = open()) {
            assertThat(held.node()).isNotEmpty();
            assertThatThrownBy(this::open).isInstanceOf(StoreException.class);
        }
        open().close();
    }

    @Test
    void activation_that_saw_an_older_one_is_refused_and_same_policy_may_be_activated_again() {
        try (Instance instance = open()) {
            assertThat(instance.policies()
                            .activate(policy(), 0, "kim", "user:kim")
                            .number())
                    .isOne();
            assertThatThrownBy(() -> instance.policies().activate(policy(), 0, "kim", "user:kim"))
                    .isInstanceOf(StoreException.Conflict.class);
            assertThat(instance.policies()
                            .activate(policy(), 1, "kim", "user:kim")
                            .number())
                    .isEqualTo(2);
            assertThat(told(instance)).filteredOn("policy.activated"::equals).hasSize(2);
        }
    }

    @Test
    void data_without_its_root_key_or_with_another_is_refused() throws IOException {
        used();
        Path key = directory.resolve("root.key");
        Files.move(key, directory.resolve("kept.key"));
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class);
        Files.deleteIfExists(key);
        Path other = Files.createDirectory(directory.resolve("other"));
        open(other).close();
        Files.copy(other.resolve("root.key"), key);
        Files.setPosixFilePermissions(key, Files.getPosixFilePermissions(other.resolve("root.key")));
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class);
        Files.delete(key);
        Files.move(directory.resolve("kept.key"), key);
        open().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger", "ledger/evidence", "ledger/access", "store.db"})
    void instance_that_lost_a_part_is_refused_again_and_again_until_it_is_put_back(String part) throws IOException {
        used();
        Files.move(data().resolve(part), directory.resolve("lost"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreException.Refused.class)
                    .hasMessageContaining("backup");
            assertThat(data().resolve(part).resolve("evidence")).doesNotExist();
        }
        if (part.equals("ledger")) {
            delete(data().resolve(part));
        }
        Files.move(directory.resolve("lost"), data().resolve(part));
        try (Instance instance = open()) {
            assertThat(told(instance)).contains("test.happened");
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Test
    void ledger_cut_back_to_an_older_copy_is_refused() throws IOException {
        open().close();
        copy(data().resolve("ledger"), directory.resolve("older"));
        used();
        delete(data().resolve("ledger"));
        copy(directory.resolve("older"), data().resolve("ledger"));
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("missing or damaged at the end, and known to be durable");
    }

    /// Without `head` it looks like what a crash leaves; the store knows better, and nothing is cut.
    @Test
    void damage_to_the_newest_commit_of_which_head_is_gone_is_left_as_it_is() throws IOException {
        used();
        Path stream = data().resolve("ledger/evidence");
        Files.delete(stream.resolve("head"));
        Path segment = stream.resolve("00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 50] ^= 1;
        Files.write(segment, bytes);
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("known to be durable");
        assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
        assertThat(stream.resolve("head")).doesNotExist();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(
                        path,
                        to.resolve(from.relativize(path).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void node_keeps_its_name_when_the_machine_gets_another() throws IOException {
        Files.createDirectories(data());
        Files.setPosixFilePermissions(data(), java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(data().resolve("ledger"));
        Files.writeString(data().resolve("ledger/node"), "named-before\n");
        used();
        try (Instance instance = open()) {
            assertThat(instance.node()).isEqualTo("named-before");
        }
    }

    @Test
    void rows_put_back_are_found() throws Exception {
        used();
        Path older = directory.resolve("older.db");
        try (Instance instance = open()) {
            instance.store().snapshotTo(older);
            put(instance, 1);
            instance.policies().activate(policy(), 1, "kim", "user:kim");
        }
        Files.deleteIfExists(data().resolve("store.db-wal"));
        Files.deleteIfExists(data().resolve("store.db-shm"));
        Files.move(older, data().resolve("store.db"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (Instance instance = open()) {
            assertThat(instance.verifyStore().findings())
                    .isNotEmpty()
                    .allMatch(finding -> finding instanceof Finding.RolledBack || finding instanceof Finding.Missing);
        }
    }

    @Test
    void store_whose_file_was_removed_is_read_and_backed_up_and_loses_nothing() throws Exception {
        used();
        Path copy = directory.resolve("copy.db");
        try (Instance instance = open()) {
            put(instance, 1);
            Files.delete(data().resolve("store.db"));
            assertThatThrownBy(() -> put(instance, 2))
                    .isInstanceOf(StoreException.Unavailable.class)
                    .hasMessageContaining("store.db was moved or removed while it was open");
            assertThat(instance.policies().active()).isPresent();
            new InstanceBackup(instance, "test").snapshotStore(copy);
        }
        Files.delete(data().resolve("store.db-wal"));
        Files.move(copy, data().resolve("store.db"));
        try (Instance instance = open()) {
            put(instance, 2);
            assertThat(instance.verifyStore().findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"committed", "appended"})
    void killed_process_leaves_each_event_to_be_recorded_once(String point) throws Exception {
        killAt(point);
        assertThat(new String(everything(), StandardCharsets.ISO_8859_1)).doesNotContain(CANARY);
        for (int i = 0; i < 2; i++) {
            try (Instance instance = open()) {
                List<Event> events = instance.ledger(LedgerStream.EVIDENCE).read(0, 1_000).stream()
                        .map(entry -> entry.event())
                        .toList();
                assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
                assertThat(events).extracting(Event::subject).containsOnlyOnce("store:secret", "store:secret_value");
                assertThat(told(instance))
                        .filteredOn("policy.activated"::equals)
                        .hasSize(point.equals("committed") ? 1 : 0);
                assertThat(instance.verifyStore().findings()).isEmpty();
            }
        }
    }

    private void killAt(String point) {
        try (ChildJvm child = ChildJvm.start(KilledInstance.class, directory, point)) {
            child.killAt(point);
        }
    }

    private byte[] everything() throws IOException {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        try (Stream<Path> files = Files.walk(data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.write(Files.readAllBytes(file));
            }
        }
        return all.toByteArray();
    }

    /// An earlier build took it in, and could not open again.
    @Test
    void instance_goes_on_whose_outbox_holds_what_the_ledger_cannot_take() {
        try (Instance instance = open()) {
            instance.store().inTransaction(transaction -> {
                transaction.outbox().add(outgoing(instance, "evt_oversized", 66_000));
                for (int i = 0; i < 256; i++) {
                    transaction.outbox().add(outgoing(instance, "evt_" + i, 20_000));
                }
                return null;
            });
        }
        try (Instance instance = open()) {
            assertThat(instance.verifyStore().findings()).isEmpty();
            assertThat(told(instance)).filteredOn("test.happened"::equals).hasSize(256);
            assertThat(instance.ledger(LedgerStream.EVIDENCE).read(0, 1_000))
                    .filteredOn(entry -> entry.event().type().equals("ledger.oversized"))
                    .extracting(entry -> entry.event().id())
                    .containsExactly("evt_oversized");
        }
    }

    private static Outbox.New outgoing(Instance instance, String id, int bytes) {
        Event event = new Event(
                id,
                TestPolicies.TODAY.instant(),
                "test.happened",
                "user:kim",
                "host:web-1",
                Map.of("text", Json.of("x".repeat(bytes))));
        return new Outbox.New(id, instance.node(), "evidence", event.at(), SecretBytes.copyOf(event.toJson()));
    }
}
