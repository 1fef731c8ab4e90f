package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.Verdict;
import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.Entry;
import io.redoubt.ledger.FileWitness;
import io.redoubt.ledger.Finding;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A ledger that is damaged or gone: what can still be told, and how somebody begins anew.
class LedgerRestartTest {

    @TempDir
    private Path directory;

    private Path notes;
    private Witnesses witnesses;
    private Checkpoint before;

    @BeforeEach
    void use() {
        notes = directory.resolve("notes");
        witnesses = witnesses(notes);
        try (Instance instance = InstanceTest.open(directory)) {
            instance.policies().activate(InstanceTest.policy(), 0, "kim", "user:kim");
            for (int i = 0; i < 5; i++) {
                instance.record(LedgerStream.EVIDENCE, "test.happened", "user:kim", "host:web-1", Map.of());
            }
            instance.record(LedgerStream.ACCESS, "secret.read", "user:kim", "secret:1", Map.of());
            assertThat(instance.publish(witnesses)).isEmpty();
            before = instance.ledger(LedgerStream.EVIDENCE).checkpoint();
        }
    }

    private static Witnesses witnesses(Path file) {
        Policy policy =
                TestPolicies.read("redoubt: 1\nservice: shop\nledger: { witness: { file: \"" + file + "\" } }\n");
        return Witnesses.of(policy, List.of(), TestPolicies.TODAY);
    }

    private Path ledger() {
        return directory.resolve("shop/ledger");
    }

    private void damage() throws IOException {
        Path segment = ledger().resolve("evidence/00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[300] ^= 1;
        Files.write(segment, bytes);
    }

    private Optional<DamagedInstance> damaged() {
        return DamagedInstance.find(InstanceTest.place(directory), TestPolicies.TODAY, new SecureRandom());
    }

    private LedgerRestart.Restarted restart(Witnesses asked, List<Checkpoint> elsewhere) {
        return LedgerRestart.restart(damaged().orElseThrow(), elsewhere, asked, "uid:0", TestPolicies.TODAY);
    }

    private static List<Finding.Kind> kinds(Audit audit) {
        return audit.findings().stream().map(Finding::kind).toList();
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void whole_ledger_is_not_begun_anew() {
        assertThat(damaged()).isEmpty();
        InstanceTest.open(directory).close();
    }

    @Test
    void damaged_ledger_is_told_entry_by_entry_and_nothing_is_written() throws Exception {
        damage();
        byte[] bytes = Files.readAllBytes(ledger().resolve("evidence/00000000000000000000.log"));
        assertThatThrownBy(() -> InstanceTest.open(directory)).isInstanceOf(LedgerException.Damaged.class);
        try (DamagedInstance instance = damaged().orElseThrow()) {
            LedgerIntactControl control =
                    new LedgerIntactControl(instance.source(Witnesses.none()), TestPolicies.TODAY);
            Verdict evidence = OwnInstance.look(control, "ledger:" + instance.node() + "/evidence");
            assertThat(OwnInstance.deviations(evidence).getFirst().observed()).startsWith("entry 0: ");
            assertThat(OwnInstance.look(control, "ledger:" + instance.node() + "/access"))
                    .isInstanceOf(Verdict.Pass.class);
        }
        assertThat(Files.readAllBytes(ledger().resolve("evidence/00000000000000000000.log")))
                .isEqualTo(bytes);
    }

    @Test
    void new_beginning_names_what_is_lost_and_keeps_the_rest() throws Exception {
        damage();
        LedgerRestart.Restarted restarted = restart(Witnesses.none(), List.of());
        assertThat(restarted.epoch()).isEqualTo(2);
        assertThat(restarted.begun()).containsOnlyKeys(LedgerStream.EVIDENCE);
        assertThat(restarted.aside().resolve("evidence/00000000000000000000.log"))
                .exists();
        for (int i = 0; i < 2; i++) {
            try (Instance instance = InstanceTest.open(directory)) {
                List<Entry> entries = instance.ledger(LedgerStream.EVIDENCE).read(0, 10);
                assertThat(entries.getFirst().event().type()).isEqualTo("ledger.epoch");
                assertThat(new String(entries.getFirst().event().toJson(), java.nio.charset.StandardCharsets.UTF_8))
                        .contains("\"by\":\"uid:0\"", "\"epoch\":2", "\"known\":" + before.size());
                assertThat(instance.ledger(LedgerStream.ACCESS).read(0, 10))
                        .extracting(entry -> entry.event().type())
                        .startsWith("secret.read", "ledger.epoch");
                assertThat(instance.ledger(LedgerStream.ACCESS).checkpoint().epoch())
                        .isEqualTo(2);
                assertThat(instance.verifyStore().findings()).isEmpty();
                // The witness had the former epoch, which the remains name.
                WitnessedAudit audit = instance.audit(LedgerStream.EVIDENCE, List.of(before), witnesses);
                assertThat(audit.audit().findings()).isEmpty();
                assertThat(instance.publishAnew(witnesses)).isEmpty();
                assertThat(instance.audit(LedgerStream.EVIDENCE, List.of(), witnesses)
                                .audit()
                                .tail())
                        .isEqualTo(new Audit.Tail.Proven());
            }
        }
        assertThat(damaged()).isEmpty();
    }

    /// The new one knows nothing of them until they are written again.
    @Test
    void rows_that_only_the_lost_ledger_knew_are_counted() throws Exception {
        try (Instance instance = InstanceTest.open(directory)) {
            InstanceTest.put(instance, 0);
            assertThat(instance.verifyStore().unknown()).isZero();
        }
        damage();
        restart(Witnesses.none(), List.of());
        try (Instance instance = InstanceTest.open(directory)) {
            // The ledger's key, the secret and its value.
            assertThat(instance.verifyStore().unknown()).isEqualTo(3);
            InstanceTest.put(instance, 1);
            assertThat(instance.verifyStore().unknown()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/evidence", "/access"})
    void ledger_that_is_gone_begins_anew_with_what_the_witness_knows(String part) throws Exception {
        delete(ledger().resolveSibling("ledger" + part));
        assertThatThrownBy(() -> InstanceTest.open(directory)).isInstanceOf(StoreException.Refused.class);
        LedgerRestart.Restarted restarted = restart(witnesses, List.of());
        assertThat(restarted.begun().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        part.isEmpty()
                                ? List.of(LedgerStream.values())
                                : List.of(part.equals("/access") ? LedgerStream.ACCESS : LedgerStream.EVIDENCE));
        try (Instance instance = InstanceTest.open(directory)) {
            for (LedgerStream stream : LedgerStream.values()) {
                assertThat(instance.audit(stream, List.of(), witnesses).audit().findings())
                        .isEmpty();
            }
        }
    }

    @Test
    void what_nobody_named_stays_a_fork() throws Exception {
        delete(ledger());
        restart(Witnesses.none(), List.of());
        try (Instance instance = InstanceTest.open(directory)) {
            assertThat(kinds(instance.audit(LedgerStream.EVIDENCE, List.of(), witnesses)
                            .audit()))
                    .containsExactly(Finding.Kind.ROLLED_BACK);
        }
    }

    /// As a kill leaves it behind: before the first of the two renames, between them, and between them where the ledger
    /// was then looked for.
    @ParameterizedTest
    @ValueSource(strings = {"before", "between", "looked for"})
    void restart_that_ended_before_its_last_step_is_finished(String killed) throws Exception {
        damage();
        LedgerRestart.Restarted first = restart(Witnesses.none(), List.of());
        Files.move(ledger(), fresh());
        if (killed.equals("before")) {
            Files.move(first.aside(), ledger());
        }
        if (!killed.equals("between")) {
            assertThatThrownBy(() -> InstanceTest.open(directory)).isInstanceOf(RuntimeException.class);
        }
        assertThat(restart(Witnesses.none(), List.of())).isEqualTo(first);
        assertThat(fresh()).doesNotExist();
        assertThat(first.aside().resolve("evidence/00000000000000000000.log")).exists();
        try (Instance instance = InstanceTest.open(directory)) {
            assertThat(instance.ledger(LedgerStream.ACCESS).read(0, 10))
                    .extracting(entry -> entry.event().type())
                    .startsWith("secret.read", "ledger.epoch");
            for (LedgerStream stream : LedgerStream.values()) {
                assertThat(instance.audit(stream, List.of(), witnesses).audit().findings())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/evidence/00000000000000000000.log", "/access", "/node", ""})
    void restart_whose_new_ledger_is_not_whole_is_done_again(String lost) throws Exception {
        damage();
        LedgerRestart.Restarted first = restart(Witnesses.none(), List.of());
        Files.move(ledger(), fresh());
        Files.move(first.aside(), ledger());
        delete(fresh().resolveSibling("ledger.new" + lost));
        assertThatThrownBy(() -> InstanceTest.open(directory)).isInstanceOf(RuntimeException.class);
        assertThat(restart(Witnesses.none(), List.of()).epoch()).isEqualTo(3);
        try (Instance instance = InstanceTest.open(directory)) {
            assertThat(instance.ledger(LedgerStream.EVIDENCE)
                            .verify(new FileWitness(notes)
                                    .checkpoints().stream()
                                            .filter(checkpoint ->
                                                    checkpoint.origin().endsWith("/evidence"))
                                            .toList())
                            .findings())
                    .isEmpty();
        }
    }

    private Path fresh() {
        return directory.resolve("shop/ledger.new");
    }

    @Test
    void ledger_of_a_former_epoch_put_back_is_refused() throws Exception {
        damage();
        LedgerRestart.Restarted first = restart(Witnesses.none(), List.of());
        delete(ledger().resolve("access"));
        Files.move(first.aside().resolve("access"), ledger().resolve("access"));
        assertThatThrownBy(() -> InstanceTest.open(directory))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("epoch");
    }
}
