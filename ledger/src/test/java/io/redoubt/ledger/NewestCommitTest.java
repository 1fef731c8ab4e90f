package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an insider does to the newest commit, which looks like what a crash leaves.
class NewestCommitTest extends TamperedStream {

    @Test
    void flipped_bit_in_the_newest_commit_after_a_clean_close_is_tampering() throws IOException {
        Place last = place(99);
        byte[] original = Files.readAllBytes(last.file());
        for (int at = last.offset(); at < original.length; at += 3) {
            byte[] changed = original.clone();
            changed[at] ^= 0x04;
            Files.write(last.file(), changed);
            String named = at < last.offset() + last.length() ? "entry 99: altered: " : ": the checkpoint at byte ";
            assertThatThrownBy(fixture::open)
                    .as("byte %s", at)
                    .isInstanceOf(LedgerException.Damaged.class)
                    .hasMessageContaining(named);
            assertThat(Files.readAllBytes(last.file())).isEqualTo(changed);
        }
    }

    @Test
    void flipped_bit_in_a_commit_before_the_newest_is_tampering_even_without_the_head() throws IOException {
        Files.delete(fixture.stream().resolve("head"));
        Place place = place(98);
        byte[] original = Files.readAllBytes(place.file());
        int end = place(99).offset();
        assertThat(place.file()).isEqualTo(place(99).file());
        for (int at = place.offset(); at < end; at += 3) {
            byte[] changed = original.clone();
            changed[at] ^= 0x04;
            Files.write(place.file(), changed);
            assertThatThrownBy(fixture::open).as("byte %s", at).isInstanceOf(LedgerException.Damaged.class);
        }
    }

    @Test
    void newest_commit_damaged_together_with_the_head_is_a_finding_and_its_cut_is_recorded() throws IOException {
        Files.delete(fixture.stream().resolve("head"));
        Place last = place(99);
        byte[] changed = Files.readAllBytes(last.file());
        changed[last.offset() + 20] ^= 1;
        Files.write(last.file(), changed);
        Audit audit = fixture.audit();
        assertThat(audit.findings())
                .extracting(Finding::toString)
                .containsExactly("entry 99: `head` is missing or damaged, so nothing shows whether the last commit was"
                        + " cut off");
        assertThat(audit.size()).isEqualTo(99);
        assertThat(audit.toBeCut()).isPresent();
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.cut()).isEqualTo(audit.toBeCut());
            assertThat(ledger.read(99).orElseThrow().event().type()).isEqualTo("ledger.cut");
        }
        assertThat(fixture.audit().findings()).isEmpty();
    }

    /// Else what a crash left of a long commit would stand behind the next one, and pass for tampering.
    @Test
    void remains_of_a_commit_are_gone_before_the_next_one_is_written() throws IOException {
        List<Content> remains = new ArrayList<>();
        for (int i = 0; i < 8_000; i++) {
            remains.add(entry(Fixture.event(5_000 + i)));
        }
        LedgerOptions options = Fixture.OPTIONS.withSegmentBytes(4 << 20);
        Files.write(segments.getLast(), framed(remains), StandardOpenOption.APPEND);
        try (Ledger ledger = fixture.open(options, TestKey.SIGNER)) {
            assertThat(ledger.cut().orElseThrow().entries()).isEqualTo(8_000);
            assertThat(ledger.read(100).orElseThrow().event().type()).isEqualTo("ledger.cut");
            Audit audit = fixture.audit();
            assertThat(audit.findings()).isEmpty();
            assertThat(audit.toBeCut()).isEmpty();
            assertThat(audit.size()).isEqualTo(101);
        }
    }

    @Test
    void rewritten_newest_entry_is_tampering_even_without_the_head() throws IOException {
        Files.delete(fixture.stream().resolve("head"));
        int newest = segments.size() - 1;
        List<Content> contents = contents(newest);
        contents.set(contents.size() - 2, entry(Fixture.event(4_000)));
        write(newest, contents);
        assertThatThrownBy(fixture::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("entry 99");
    }

    @Test
    void head_of_another_key_counts_as_none() throws IOException {
        VerifierKey other = new VerifierKey(Fixture.KEY.name(), TestKey.OTHER.publicKey());
        Checkpoint forged = Checkpoint.sign(other, 5, Hash.of(new byte[32]), 1, TestKey.OTHER);
        Files.write(fixture.stream().resolve("head"), framed(List.of(checkpoint(forged))));
        assertFound("entry 100: `head` is missing or damaged");
    }

    @Test
    void truncated_newest_segment_is_named_and_not_opened() throws IOException {
        int newest = segments.size() - 1;
        List<Content> contents = contents(newest);
        write(newest, contents.subList(0, contents.size() - 4));
        assertFound("entries 98 to 99: missing");
        assertThatThrownBy(fixture::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("entries 98 to 99: missing");
    }

    @Test
    void removed_newest_segment_is_named_and_not_opened() throws IOException {
        long first = first(segments.size() - 1);
        Files.delete(segments.getLast());
        assertFound((first == 99 ? "entry 99" : "entries " + first + " to 99") + ": missing");
        assertThatThrownBy(fixture::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("99: missing");
    }
}
