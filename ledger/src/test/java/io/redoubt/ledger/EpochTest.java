package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stream that was set back, or begun anew, and somebody answers for it.
class EpochTest {

    @TempDir
    private Path directory;

    private Fixture fixture;
    /// Of the past that is given up: at 20, which stays, 40, 50 and 60.
    private final List<Checkpoint> before = new ArrayList<>();

    @BeforeEach
    void set_back_from_60_to_30() throws IOException {
        fixture = new Fixture(directory.resolve("ledger"));
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 0, 20);
            before.add(ledger.checkpoint());
            fixture.append(ledger, 20, 30);
        }
        PatrolTest.copy(fixture.stream(), directory.resolve("backup"));
        try (Ledger ledger = fixture.open()) {
            for (int to = 40; to <= 60; to += 10) {
                fixture.append(ledger, to == 40 ? 30 : to - 10, to);
                before.add(ledger.checkpoint());
            }
        }
        PatrolTest.delete(fixture.stream());
        PatrolTest.copy(directory.resolve("backup"), fixture.stream());
    }

    private void begin(@Nullable Checkpoint givenUp) {
        try (Ledger ledger = fixture.open()) {
            ledger.begin(new EpochStart(2, givenUp, 60, "uid:0"));
            fixture.append(ledger, 200, 240);
        }
    }

    private static List<Finding.Kind> kinds(Audit audit) {
        return audit.findings().stream().map(Finding::kind).toList();
    }

    @Test
    void past_that_was_given_up_is_a_fork_until_it_is_acknowledged() {
        assertThat(kinds(fixture.audit(before.toArray(Checkpoint[]::new)))).containsOnly(Finding.Kind.ROLLED_BACK);
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 200, 270);
        }
        assertThat(kinds(fixture.audit(before.toArray(Checkpoint[]::new))))
                .hasSize(3)
                .containsOnly(Finding.Kind.FORKED);
    }

    @Test
    void checkpoints_of_the_former_epoch_are_no_fork() {
        begin(before.getLast());
        assertThat(fixture.audit(before.toArray(Checkpoint[]::new)).findings()).isEmpty();
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.checkpoint().epoch()).isEqualTo(2);
            assertThat(ledger.checkpoint().note()).contains("\nepoch 2\n");
            ledger.patrol(before);
            assertThat(ledger.patrol(before).audit().intact()).isTrue();
        }
    }

    @Test
    void epoch_lasts_over_an_opening_and_does_not_go_back() {
        begin(before.getLast());
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 240, 250);
            assertThat(ledger.checkpoint().epoch()).isEqualTo(2);
            assertThatThrownBy(() -> ledger.begin(new EpochStart(2, null, 0, "uid:0")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger.append(List.of(event(before.getLast()))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void what_lies_beyond_the_named_checkpoint_or_beside_it_is_a_fork() {
        begin(before.get(2));
        Checkpoint beside = PatrolTest.Other.checkpoint(directory.resolve("beside"), 50);
        assertThat(kinds(fixture.audit(before.get(1), before.get(2)))).isEmpty();
        assertThat(kinds(fixture.audit(before.getLast()))).containsExactly(Finding.Kind.FORKED);
        assertThat(kinds(fixture.audit(beside))).containsExactly(Finding.Kind.FORKED);
    }

    @Test
    void another_past_below_what_was_kept_is_a_fork() {
        begin(before.getLast());
        Checkpoint beside = PatrolTest.Other.checkpoint(directory.resolve("beside"), 30);
        assertThat(kinds(fixture.audit(beside))).containsExactly(Finding.Kind.FORKED);
    }

    @Test
    void new_epoch_that_is_rewritten_is_a_fork_also_where_the_former_one_reached_as_far() throws IOException {
        begin(before.getLast());
        Checkpoint seen;
        try (Ledger ledger = fixture.open()) {
            seen = ledger.checkpoint();
        }
        PatrolTest.delete(fixture.stream());
        PatrolTest.copy(directory.resolve("backup"), fixture.stream());
        try (Ledger ledger = fixture.open()) {
            ledger.begin(new EpochStart(2, before.getLast(), 60, "uid:0"));
            fixture.append(ledger, 500, 510);
        }
        assertThat(kinds(fixture.audit(seen))).containsExactly(Finding.Kind.ROLLED_BACK);
    }

    @Test
    void epoch_that_names_a_checkpoint_of_another_key_gives_nothing_up() {
        VerifierKey key = new VerifierKey(Fixture.KEY.name(), new byte[32]);
        begin(Checkpoint.sign(key, 60, before.getLast().root(), 1, TestKey.OTHER));
        assertThat(kinds(fixture.audit(before.getLast()))).containsExactly(Finding.Kind.FORKED);
    }

    @Test
    void forged_entry_without_the_key_excuses_nothing() throws IOException {
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 200, 270);
        }
        byte[] json = event(before.getLast()).toJson();
        Path last;
        try (var files = Files.list(fixture.stream())) {
            last = files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList()
                    .getLast();
        }
        ByteBuffer frame = ByteBuffer.allocate(Frames.HEADER + json.length);
        Frames.put(frame, Frames.Kind.ENTRY, json);
        byte[] original = Files.readAllBytes(last);

        // Behind the end it is what a crash left; in front it is damage. Neither is believed.
        Files.write(last, frame.array(), StandardOpenOption.APPEND);
        assertThat(kinds(fixture.audit(before.getLast()))).containsExactly(Finding.Kind.FORKED);
        byte[] inFront = new byte[original.length + frame.capacity()];
        int at = FrameOffsets.behindTheFirst(original);
        System.arraycopy(original, 0, inFront, 0, at);
        System.arraycopy(frame.array(), 0, inFront, at, frame.capacity());
        System.arraycopy(original, at, inFront, at + frame.capacity(), original.length - at);
        Files.write(last, inFront);
        assertThat(kinds(fixture.audit(before.getLast())))
                .contains(Finding.Kind.FORKED)
                .hasSizeGreaterThan(1);
    }

    /// Where the checkpoint ends that a segment begins with.
    private static final class FrameOffsets {
        private FrameOffsets() {}

        static int behindTheFirst(byte[] segment) {
            return Frames.HEADER + ByteBuffer.wrap(segment).getShort(2);
        }
    }

    private static Event event(Checkpoint givenUp) {
        return new Event(
                "ledger.epoch:30",
                Fixture.event(0).at(),
                "ledger.epoch",
                "ledger",
                "ledger:" + givenUp.origin(),
                Map.of(
                        "by", Json.of("uid:0"),
                        "epoch", Json.of(2),
                        "given-up", Json.of(givenUp.note()),
                        "kept", Json.of(30),
                        "known", Json.of(60)));
    }

    @Test
    void dropped_entry_that_began_an_epoch_is_said_again() {
        begin(before.getLast());
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.dropBefore(Fixture.event(235).at())).isGreaterThan(30);
            assertThat(ledger.verify(before).findings()).isEmpty();
        }
    }

    @Test
    void note_with_a_false_epoch_is_no_checkpoint() {
        String note = before.getFirst().note();
        for (String lines : List.of("epoch 0\n", "epoch two\n", "epoch 2\nepoch 3\n")) {
            String told = note.replaceFirst("\n\n", "\n" + lines + "\n");
            assertThatThrownBy(() -> Checkpoint.parse(told)).hasMessageContaining("epoch");
        }
        assertThat(Checkpoint.parse(note.replaceFirst("\n\n", "\nepoch 7\nother\n\n"))
                        .epoch())
                .isEqualTo(7);
        assertThat(note.getBytes(StandardCharsets.UTF_8).length).isLessThan(300);
    }

    /// Only what a key of the stream signed counts; the rest is whatever a witness added.
    @Test
    void checkpoint_with_cosignatures_that_no_entry_holds_is_given_up_without_them() {
        Fixture fixture = Fixture.filled(directory, 3);
        try (Ledger ledger = fixture.open()) {
            Checkpoint newest = ledger.checkpoint();
            Checkpoint cosigned = Checkpoint.parse(newest.note() + "— " + "\u0001".repeat(15_000) + " AAAA\n");
            ledger.begin(new EpochStart(2, cosigned, 3, "uid:0"));
            assertThat(ledger.read(3).orElseThrow().event().details().members())
                    .containsEntry("given-up", Json.of(newest.note()));
        }
    }
}
