package io.redoubt.acceptance.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.StorePlace;
import io.redoubt.ledger.Commitment;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.KeyFile;
import io.redoubt.store.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is dropped and what is erased is gone, and the rest is proved as before.
class ForgettingTest {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T08:00:00Z");
    private static final byte[] PERSONAL = "kim@example.com, 203.0.113.9".getBytes(StandardCharsets.UTF_8);

    /// More than a segment takes.
    private static final int ENTRIES = 640;

    private static final int LENGTH = 60_000;

    @TempDir
    private Path directory;

    private Node node;

    @BeforeEach
    void declare() throws IOException {
        node = new Node(directory);
    }

    /// What is remembered there, at another time.
    private Instance open(Instant when) {
        SecureRandom random = new SecureRandom();
        return Instance.openOrCreate(
                new InstancePlace(
                        "shop",
                        node.data(),
                        new KeyFile(directory.resolve("root.key"), random),
                        new StorePlace.InDirectory()),
                InstantSource.fixed(when),
                random);
    }

    private List<String> segments() throws IOException {
        try (Stream<Path> files = Files.list(node.data().resolve("ledger/evidence"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private void insistOnProof() {
        Node.Ran verified = node.redoubt("ledger", "verify");
        assertThat(verified.output()).contains("evidence: ", "intact");
        assertThat(verified.status()).isZero();
        assertThat(node.redoubt("store", "verify").output()).contains(", 0 findings");
    }

    @Test
    void segment_that_is_older_than_the_policy_keeps_is_dropped_and_proofs_hold() throws IOException {
        Json filling = Json.of(String.join("", Collections.nCopies(LENGTH, "x")));
        try (Instance instance = open(LONG_AGO)) {
            for (int i = 0; i < ENTRIES; i++) {
                instance.record(
                        LedgerStream.EVIDENCE, "policy.checked", "uid:0", "policy:shop", Map.of("filling", filling));
            }
        }
        assertThat(segments()).hasSize(2);
        node.declareWitness(directory.resolve("notes"));
        node.tls("check");
        String second = segments().getLast();
        long kept = Long.parseLong(second.substring(0, second.indexOf('.')));
        assertThat(kept).isPositive();

        Node.Ran retained = node.redoubt("ledger", "retain");
        assertThat(retained.output())
                .contains("evidence: %d entries dropped, kept from entry %d on (ledger.keep.evidence: 365d)"
                        .formatted(kept, kept));
        assertThat(retained.status()).isZero();
        assertThat(segments()).containsExactly(second);
        assertThat(node.redoubt("ledger", "verify").output()).contains("seen elsewhere to its end");
        insistOnProof();
        assertThat(node.redoubt("ledger", "retain").output()).contains("evidence: 0 entries dropped");

        Files.delete(node.data().resolve("ledger/evidence").resolve(second));
        assertThat(node.redoubt("ledger", "verify").status()).isNotZero();
    }

    @Test
    void what_a_commitment_stands_for_is_erased_and_the_entry_is_proved_as_before() throws IOException {
        Commitment.Opening opening = Commitment.Opening.of(PERSONAL, new SecureRandom());
        Commitment commitment = opening.commitment();
        try (Instance instance = open(LONG_AGO)) {
            instance.store().inTransaction(transaction -> {
                transaction.payloads().save(commitment.toString(), LONG_AGO, SecretBytes.copyOf(opening.payload()));
                return null;
            });
            instance.record(
                    LedgerStream.ACCESS,
                    "account.entered",
                    "session:1",
                    "https://shop.example.com",
                    Map.of("from", commitment.json()));
        }
        insistOnProof();
        assertThat(node.redoubt("ledger", "erase", "hmac-sha256:AAAA").output())
                .contains("error: nothing is kept for this commitment");

        Node.Ran erased = node.redoubt("ledger", "erase", commitment.toString());
        assertThat(erased.output()).contains("erased; that it was is recorded");
        assertThat(erased.status()).isZero();
        assertThat(node.redoubt("ledger", "erase", commitment.toString()).status())
                .isEqualTo(2);
        insistOnProof();
        try (Instance instance = open(Instant.parse("2020-01-02T08:00:00Z"))) {
            assertThat(instance.store()
                            .<Boolean>read(transaction -> transaction
                                    .payloads()
                                    .find(commitment.toString())
                                    .isPresent()))
                    .isFalse();
            assertThat(instance.ledger(LedgerStream.ACCESS).read(0, 100))
                    .anyMatch(entry -> commitment
                            .json()
                            .equals(entry.event().details().members().get("from")));
            assertThat(instance.ledger(LedgerStream.EVIDENCE).read(0, 100))
                    .anyMatch(entry -> entry.event().type().equals("payload.erased")
                            && entry.event().subject().equals("payload:" + commitment));
        }
    }
}
