package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    @TempDir
    private Path directory;

    @Test
    void appended_event_is_read_back_and_covered_by_a_signed_checkpoint() {
        Fixture fixture = new Fixture(directory);
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.checkpoint().size()).isZero();
            assertThat(ledger.append(Fixture.event(0))).isZero();
            assertThat(ledger.append(Fixture.events(1, 4))).isEqualTo(1);
            assertThat(ledger.read(2).orElseThrow().event()).isEqualTo(Fixture.event(2));
            assertThat(ledger.read(4)).isEmpty();
            assertThat(ledger.checkpoint().size()).isEqualTo(4);
            assertThat(ledger.checkpoint().isSignedBy(ledger.key())).isTrue();
        }
    }

    @Test
    void reopened_stream_goes_on_where_it_ended_across_segments() {
        Fixture fixture = Fixture.filled(directory, 100);
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.cut()).isEmpty();
            assertThat(ledger.append(Fixture.event(100))).isEqualTo(100);
            assertThat(ledger.read(0, 1_000).stream().map(Entry::event)).isEqualTo(Fixture.events(0, 101));
            assertThat(ledger.read(57, 3).stream().map(Entry::index)).containsExactly(57L, 58L, 59L);
        }
        assertThat(fixture.audit().intact()).isTrue();
    }

    @Test
    void entry_of_65535_bytes_is_taken_and_a_larger_one_refused() {
        try (Ledger ledger = new Fixture(directory).open()) {
            int around = Fixture.large(0).toJson().length;
            ledger.append(Fixture.large(65_535 - around));
            assertThatThrownBy(() -> ledger.append(Fixture.large(65_536 - around)))
                    .isInstanceOf(LedgerException.Refused.class)
                    .hasMessageContaining("at most 65535 bytes, this one has 65536");
            assertThat(ledger.checkpoint().size()).isEqualTo(1);
            assertThat(ledger.verify(List.of()).intact()).isTrue();
        }
    }

    @Test
    void second_opening_is_refused_while_the_first_lasts() {
        Fixture fixture = new Fixture(directory);
        try (Ledger first = fixture.open()) {
            assertThatThrownBy(fixture::open).isInstanceOf(LedgerException.InUse.class);
            first.append(Fixture.event(0));
        }
        fixture.open().close();
    }

    @Test
    void closed_ledger_says_so() {
        Ledger ledger = new Fixture(directory).open();
        ledger.close();
        assertThatThrownBy(() -> ledger.append(Fixture.event(0))).isInstanceOf(LedgerException.Closed.class);
    }

    @Test
    void signer_that_fails_acknowledges_nothing_and_service_returns() {
        boolean[] broken = {false};
        Signer signer = new Signer() {
            @Override
            public byte[] publicKey() {
                return TestKey.PUBLIC;
            }

            @Override
            public byte[] sign(byte[] message) {
                if (broken[0]) {
                    throw new IllegalStateException("the token is not there");
                }
                return TestKey.SIGNER.sign(message);
            }
        };
        try (Ledger ledger = new Fixture(directory).open(Fixture.OPTIONS, signer)) {
            ledger.append(Fixture.event(0));
            broken[0] = true;
            assertThatThrownBy(() -> ledger.append(Fixture.event(1)))
                    .isInstanceOf(LedgerException.Unavailable.class)
                    .hasMessageContaining("the token is not there");
            broken[0] = false;
            assertThat(ledger.append(Fixture.event(2))).isEqualTo(1);
        }
    }

    @Test
    void new_key_goes_on_when_the_former_one_is_named() {
        Fixture fixture = Fixture.filled(directory, 3);
        assertThatThrownBy(() -> fixture.open(Fixture.OPTIONS, TestKey.OTHER))
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("not signed by a known key");
        try (Ledger ledger = fixture.open(Fixture.OPTIONS.withFormerKeys(List.of(Fixture.KEY)), TestKey.OTHER)) {
            assertThat(ledger.append(Fixture.event(3))).isEqualTo(3);
            assertThat(ledger.verify(List.of()).intact()).isTrue();
        }
    }

    @Test
    void idle_stream_beats_once_per_interval() {
        Fixture fixture = new Fixture(directory);
        try (Ledger ledger = fixture.open()) {
            ledger.append(Fixture.event(0));
            fixture.pass(Duration.ofMinutes(9));
            assertThat(ledger.heartbeat().size()).isEqualTo(1);
            fixture.pass(Duration.ofMinutes(1));
            assertThat(ledger.heartbeat().size()).isEqualTo(2);
            assertThat(ledger.heartbeat().size()).isEqualTo(2);
            Event beat = ledger.read(1).orElseThrow().event();
            assertThat(beat.type()).isEqualTo("ledger.heartbeat");
            assertThat(beat.at()).isEqualTo(fixture.now);
        }
    }

    @Test
    void event_of_the_ledgers_own_is_refused_from_others() {
        try (Ledger ledger = new Fixture(directory).open()) {
            Event forged = new Event("x", Instant.EPOCH, "ledger.retained", "user:eve", "ledger:x", Map.of());
            assertThatThrownBy(() -> ledger.append(forged)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void dropped_segments_leave_every_proof_whole() {
        Fixture fixture = Fixture.filled(directory, 100);
        Checkpoint before;
        long first;
        try (Ledger ledger = fixture.open()) {
            before = ledger.checkpoint();
            first = ledger.dropBefore(Fixture.event(60).at());
            assertThat(first).isBetween(30L, 60L);
            assertThat(ledger.first()).isEqualTo(first);
            assertThat(ledger.read(first - 1)).isEmpty();
            assertThat(ledger.read(0, 5).getFirst().index()).isEqualTo(first);
            assertThat(ledger.read(first).orElseThrow().event()).isEqualTo(Fixture.event((int) first));

            Checkpoint now = ledger.checkpoint();
            Hash dropped = ProofVerifier.leaf(Fixture.event(3).toJson());
            assertThat(ProofVerifier.verify(ledger.proveInclusion(3, now.size()), dropped, now.root()))
                    .isTrue();
            assertThat(ProofVerifier.verify(
                            ledger.proveConsistency(before.size(), now.size()), before.root(), now.root()))
                    .isTrue();
        }
        Audit audit = fixture.audit(before);
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.first()).isEqualTo(first);
    }

    @Test
    void lost_tree_files_are_made_anew() throws Exception {
        Fixture fixture = Fixture.filled(directory, 100);
        for (String name : List.of("0", "1")) {
            Files.deleteIfExists(fixture.stream().resolve("tree").resolve(name));
        }
        try (Ledger ledger = fixture.open()) {
            Checkpoint newest = ledger.checkpoint();
            Hash leaf = ProofVerifier.leaf(Fixture.event(42).toJson());
            assertThat(ProofVerifier.verify(ledger.proveInclusion(42, newest.size()), leaf, newest.root()))
                    .isTrue();
        }
        assertThat(fixture.audit().intact()).isTrue();
    }

    @Test
    void node_records_the_checkpoint_of_another() {
        Checkpoint other;
        try (Ledger ledger = new Fixture(directory.resolve("other")).open()) {
            ledger.append(Fixture.events(0, 5));
            other = ledger.checkpoint();
        }
        try (Ledger ledger = new Fixture(directory.resolve("this")).open()) {
            long index = ledger.append(PeerCheckpoint.event(other, Fixture.KEY, Instant.EPOCH, "node:web-2"));
            Event event = ledger.read(index).orElseThrow().event();
            assertThat(PeerCheckpoint.of(event)).contains(other);
            assertThat(PeerCheckpoint.of(Fixture.event(0))).isEmpty();
        }
        assertThat(new Fixture(directory.resolve("other")).audit(other).tail()).isEqualTo(new Audit.Tail.Proven());
    }

    @Test
    void erased_payload_leaves_the_commitment_and_its_proof() {
        byte[] personal = "kim@example.com".getBytes(StandardCharsets.UTF_8);
        Payloads payloads = new MapPayloads();
        try (Ledger ledger = new Fixture(directory).open()) {
            Commitment.Opening opening = Commitment.Opening.of(personal, new SecureRandom());
            Commitment commitment = opening.commitment();
            payloads.save(commitment, opening);
            ledger.append(new Event(
                    "evt_1", Instant.EPOCH, "login", "user:1", "service:shop", Map.of("mail", commitment.json())));

            Commitment read = Commitment.of(ledger.read(0)
                            .orElseThrow()
                            .event()
                            .details()
                            .members()
                            .get("mail"))
                    .orElseThrow();
            assertThat(read.isOpenedBy(payloads.find(read).orElseThrow())).isTrue();
            assertThat(read.isOpenedBy(Commitment.Opening.of(personal, new SecureRandom())))
                    .isFalse();

            payloads.erase(read);
            assertThat(payloads.find(read)).isEmpty();
            assertThat(ledger.verify(List.of()).intact()).isTrue();
        }
    }

    private static final class MapPayloads implements Payloads {
        private final Map<Commitment, Commitment.Opening> openings = new HashMap<>();

        @Override
        public void save(Commitment commitment, Commitment.Opening opening) {
            openings.put(commitment, opening);
        }

        @Override
        public Optional<Commitment.Opening> find(Commitment commitment) {
            return Optional.ofNullable(openings.get(commitment));
        }

        @Override
        public void erase(Commitment commitment) {
            openings.remove(commitment);
        }
    }
}
