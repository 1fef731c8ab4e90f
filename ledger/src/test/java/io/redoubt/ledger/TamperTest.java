package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.ledger.tree.TreeHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an insider does to entries and segments, and what the audit says of it.
class TamperTest extends TamperedStream {

    /// Where a segment's fourth entry stands among its frames.
    private static final int ENTRY_3 = 7;

    @Test
    void untouched_stream_is_intact_and_its_tail_unproven() {
        Audit audit = fixture.audit();
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.intactTo()).isEqualTo(100);
        assertThat(audit.tail()).isEqualTo(new Audit.Tail.Unproven(0));
    }

    @Test
    void flipped_bit_is_named_by_its_entry() throws IOException {
        for (long target : new long[] {0, 30, 99}) {
            Place place = place(target);
            for (int within : new int[] {0, 1, 2, 3, 5, 8, place.length() - 1}) {
                for (int bit : new int[] {0x01, 0x10}) {
                    byte[] original = Files.readAllBytes(place.file());
                    byte[] changed = original.clone();
                    changed[place.offset() + within] ^= (byte) bit;
                    Files.write(place.file(), changed);
                    assertFound("entry " + target + ": altered: ");
                    Files.write(place.file(), original);
                }
            }
        }
        assertThat(fixture.audit().intact()).isTrue();
    }

    @Test
    void rewritten_entry_with_a_right_checksum_is_named() throws IOException {
        List<Content> contents = contents(1);
        contents.set(ENTRY_3, entry(Fixture.event(4_000)));
        write(1, contents);
        assertFound("entry " + (first(1) + 3) + ": altered: it is not what was recorded");
    }

    @Test
    void rewritten_entry_with_its_stored_hash_is_found_by_the_checkpoint() throws IOException {
        List<Content> contents = contents(1);
        Content forged = entry(Fixture.event(4_000));
        contents.set(ENTRY_3, forged);
        write(1, contents);
        long index = first(1) + 3;
        Path hashes = fixture.stream().resolve("tree/0");
        byte[] tree = Files.readAllBytes(hashes);
        System.arraycopy(new TreeHasher().leaf(forged.bytes()), 0, tree, (int) index * 32, 32);
        Files.write(hashes, tree);
        // Each entry has a checkpoint here, so the range is one entry long.
        assertFound("entry " + index + ": altered together with their hashes: the checkpoint of size " + (index + 1)
                + " does not vouch for them");
    }

    @Test
    void removed_entry_is_named() throws IOException {
        List<Content> contents = contents(1);
        contents.remove(ENTRY_3);
        write(1, contents);
        assertFound("entry " + (first(1) + 3) + ": missing");
    }

    @Test
    void swapped_entries_are_named() throws IOException {
        List<Content> contents = contents(1);
        Collections.swap(contents, ENTRY_3 - 2, ENTRY_3 + 4);
        write(1, contents);
        long first = first(1);
        assertFound(
                "entry " + (first + 2) + ": entry " + (first + 5) + " stands in its place",
                "entry " + (first + 5) + ": entry " + (first + 2) + " stands in its place");
    }

    @Test
    void inserted_entry_is_named() throws IOException {
        List<Content> contents = contents(1);
        contents.add(ENTRY_3, entry(Fixture.event(5_000)));
        write(1, contents);
        assertFound("entry " + (first(1) + 3) + ": something that was never recorded stands before it");
    }

    @Test
    void truncated_segment_is_named() throws IOException {
        List<Content> contents = contents(1);
        write(1, contents.subList(0, contents.size() - 4));
        assertFound("entries " + (first(2) - 2) + " to " + (first(2) - 1) + ": missing");
    }

    @Test
    void removed_segment_is_named() throws IOException {
        Files.delete(segments.get(1));
        assertFound("entries " + first(1) + " to " + (first(2) - 1) + ": missing");
    }

    @Test
    void removed_oldest_segment_is_no_retention() throws IOException {
        Files.delete(segments.getFirst());
        assertFound("entries 0 to " + (first(1) - 1) + ": missing, and the ledger does not say that they were dropped");
    }

    @Test
    void damaged_stored_hash_is_told_from_a_damaged_entry() throws IOException {
        Path hashes = fixture.stream().resolve("tree/0");
        byte[] tree = Files.readAllBytes(hashes);
        tree[32 * 30] ^= 1;
        Files.write(hashes, tree);
        assertFound("entry 30: the stored hashes from here on are not those of the entries");
    }

    @Test
    void damaged_checkpoint_in_between_is_found() throws IOException {
        Place entry = place(first(1) + 3);
        byte[] original = Files.readAllBytes(entry.file());
        for (int within : new int[] {0, 1, 2, 3, 5, 8, 100}) {
            byte[] changed = original.clone();
            changed[entry.offset() + entry.length() + within] ^= 1;
            Files.write(entry.file(), changed);
            assertThat(fixture.audit().findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.CHECKPOINT);
                assertThat(finding.first()).isEqualTo(first(1) + 4);
            });
        }
    }

    @Test
    void removed_checkpoint_at_a_segments_beginning_or_end_is_found() throws IOException {
        List<Content> contents = contents(1);
        write(1, contents.subList(1, contents.size()));
        assertFound("entry " + first(1) + ": the checkpoint that its segment begins with is missing");
        write(1, contents.subList(0, contents.size() - 1));
        assertFound("entry " + (first(2) - 1) + ": the checkpoint of size " + first(2) + " is missing");
    }

    /// Small frames and zeroes in turn: at each of the zeroes one has to know whether anything follows.
    @Test
    @Timeout(60)
    void segment_full_of_gaps_is_read_in_one_go() throws IOException {
        Path newest = segments.getLast();
        ByteBuffer gaps = ByteBuffer.allocate(2 << 20);
        while (gaps.remaining() > 40) {
            Frames.put(gaps, Frames.Kind.ENTRY, new byte[] {'x'});
            gaps.putLong(0);
        }
        Files.write(newest, Arrays.copyOf(gaps.array(), gaps.position()), StandardOpenOption.APPEND);
        assertThat(fixture.audit().size()).isEqualTo(100);
    }
}
