package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever another node shows can be recorded, and is recorded once.
class PeerForkTest {

    private static final String ORIGIN = "shop/web-2/evidence";
    private static final String ACTOR = "node:web-1";

    @TempDir
    private Path directory;

    private static void assertRecordedOnce(Ledger ledger, String origin, String key, String note, String why) {
        PeerMemory memory = new PeerMemory();
        Event event = memory.judge(origin, key, note, Instant.EPOCH, ACTOR).orElseThrow();
        long index = ledger.append(event);
        assertThat(ledger.read(index).orElseThrow().event()).isEqualTo(event);
        assertThat(event.type()).isEqualTo("ledger.forked");
        memory.catchUp(ledger);
        assertThat(memory.forks())
                .singleElement()
                .satisfies(fork -> assertThat(fork.why()).contains(why));
        assertThat(memory.judge(origin, key, note, Instant.EPOCH, ACTOR)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u0001", "\u20ac", "\ud83d\ude00", "\ud83d", "\ude00", "\"", "\u2028"})
    void whatever_a_node_shows_is_recorded_as_a_fork(String character) {
        try (Ledger ledger = new Fixture(directory).open()) {
            String text = character.repeat(8_192);
            assertRecordedOnce(ledger, ORIGIN, text, text, "is not a verifier key");
        }
    }

    @Test
    void pair_of_surrogates_is_not_cut_in_half() {
        try (Ledger ledger = new Fixture(directory).open()) {
            String text = "x".repeat(99) + "\ud83d\ude00".repeat(20_000);
            assertRecordedOnce(ledger, ORIGIN, text, text, "is not a verifier key");
        }
    }

    @Test
    void node_whose_name_is_longer_than_any_is_recorded_as_a_fork() {
        try (Ledger ledger = new Fixture(directory).open()) {
            String name = "shop/" + "\u0001".repeat(8_192) + "/evidence";
            assertRecordedOnce(ledger, name, "no key", "no note", "is not a verifier key");
            PeerMemory memory = new PeerMemory();
            memory.catchUp(ledger);
            assertThat(memory.forks().getFirst().origin()).endsWith("/evidence");
        }
    }

    /// By the key of the node itself.
    @Test
    void signed_checkpoint_that_no_entry_holds_is_recorded_as_a_fork() {
        VerifierKey key = new VerifierKey(ORIGIN, TestKey.PUBLIC);
        try (Ledger ledger = new Fixture(directory).open()) {
            Hash root = ledger.checkpoint().root();
            Checkpoint large = Checkpoint.sign(key, 0, root, List.of("\u0001".repeat(15_000)), TestKey.SIGNER);
            assertRecordedOnce(ledger, ORIGIN, key.toString(), large.note(), "too long");
            Checkpoint sound = Checkpoint.sign(key, 0, root, 1, TestKey.SIGNER);
            Optional<Event> event = new PeerMemory().judge(ORIGIN, key.toString(), sound.note(), Instant.EPOCH, ACTOR);
            assertThat(event.orElseThrow().type()).isEqualTo("ledger.checkpoint");
        }
    }
}
