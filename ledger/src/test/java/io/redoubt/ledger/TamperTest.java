package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.tree.CompactRange;
import io.redoubt.ledger.tree.TreeHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an insider does to the files, and what the audit says of it.
class TamperTest {

    /// Where a segment's fourth entry stands among its frames.
    private static final int ENTRY_3 = 7;

    @TempDir
    private Path directory;

    private Fixture fixture;
    private List<Path> segments;

    @BeforeEach
    void fill() throws IOException {
        fixture = Fixture.filled(directory, 100);
        try (Stream<Path> files = Files.list(fixture.stream())) {
            segments = files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
        assertThat(segments).hasSizeGreaterThan(3);
    }

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
    void removed_newest_segment_is_named_and_not_opened() throws IOException {
        long first = first(segments.size() - 1);
        Files.delete(segments.getLast());
        assertFound((first == 99 ? "entry 99" : "entries " + first + " to 99") + ": missing");
        assertThatThrownBy(fixture::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("99: missing");
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

    @Test
    void stream_cut_back_with_its_checkpoints_shows_only_from_elsewhere() throws IOException {
        Checkpoint witnessed = fixture.audit().checkpoint().orElseThrow();
        cutBack();
        Audit alone = fixture.audit();
        assertThat(alone.findings()).isEmpty();
        assertThat(alone.tail()).isEqualTo(new Audit.Tail.Unproven(0));

        assertThat(fixture.audit(witnessed).findings())
                .extracting(Finding::toString)
                .containsExactly("entries " + alone.size()
                        + " to 99: a checkpoint from elsewhere covers 100 entries; they are not here");
    }

    @Test
    void stream_rewritten_after_cutting_back_is_a_fork() throws IOException {
        Checkpoint witnessed = fixture.audit().checkpoint().orElseThrow();
        cutBack();
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 500, 560);
        }
        Audit audit = fixture.audit(witnessed);
        assertThat(audit.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.FORKED);
            assertThat(finding.last()).isEqualTo(99);
        });
    }

    @Test
    void checkpoint_from_elsewhere_proves_the_tail_as_far_as_it_goes() {
        Checkpoint witnessed = fixture.audit().checkpoint().orElseThrow();
        assertThat(fixture.audit(witnessed).tail()).isEqualTo(new Audit.Tail.Proven());
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 100, 103);
        }
        assertThat(fixture.audit(witnessed).tail()).isEqualTo(new Audit.Tail.Unproven(100));
    }

    @Test
    void checkpoint_of_another_key_proves_nothing() {
        VerifierKey other = new VerifierKey(Fixture.KEY.name(), TestKey.OTHER.publicKey());
        Checkpoint forged = Checkpoint.sign(other, 100, Hash.of(new byte[32]), 1, TestKey.OTHER);
        Audit audit = fixture.audit(forged);
        assertThat(audit.tail()).isEqualTo(new Audit.Tail.Unproven(0));
        assertThat(audit.findings())
                .extracting(Finding::what)
                .containsExactly("the checkpoint from elsewhere is not signed by a known key of this stream");
    }

    @Test
    void stream_rewritten_without_the_key_is_not_opened() throws IOException {
        Content empty = contents(0).getFirst();
        CompactRange range = new CompactRange();
        range.append(Leaf.of(Fixture.event(1)).hash(), CompactRange.NodeSink.NONE);
        VerifierKey other = new VerifierKey(Fixture.KEY.name(), TestKey.OTHER.publicKey());
        Checkpoint forged = Checkpoint.sign(other, 1, Hash.of(range.root()), 1, TestKey.OTHER);
        for (Path file : segments) {
            Files.delete(file);
        }
        Files.delete(fixture.stream().resolve("head"));
        Files.write(segments.getFirst(), framed(List.of(empty, entry(Fixture.event(1)), checkpoint(forged))));
        assertThatThrownBy(fixture::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("not signed by a known key");
    }

    /// Removes the newest two segments, and puts the last checkpoint that is left in the head; the hashes stay.
    private void cutBack() throws IOException {
        Content checkpoint = contents(segments.size() - 2).getFirst();
        Files.write(fixture.stream().resolve("head"), framed(List.of(checkpoint)));
        for (Path segment : segments.subList(segments.size() - 2, segments.size())) {
            Files.delete(segment);
        }
    }

    private void assertFound(String... findings) {
        List<String> found =
                fixture.audit().findings().stream().map(Finding::toString).toList();
        assertThat(found).hasSameSizeAs(findings);
        for (int i = 0; i < findings.length; i++) {
            assertThat(found.get(i)).startsWith(findings[i]);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Content(Frames.Kind kind, byte[] bytes) {}

    private static Content entry(Event event) {
        return new Content(Frames.Kind.ENTRY, event.toJson());
    }

    private static Content checkpoint(Checkpoint checkpoint) {
        return new Content(Frames.Kind.CHECKPOINT, checkpoint.note().getBytes(StandardCharsets.UTF_8));
    }

    private record Place(Path file, int offset, int length) {}

    private Place place(long index) throws IOException {
        int segment = segments.size() - 1;
        while (first(segment) > index) {
            segment--;
        }
        long at = first(segment);
        int offset = 0;
        for (Content content : contents(segment)) {
            int length = Frames.HEADER + content.bytes().length;
            if (content.kind() == Frames.Kind.ENTRY && at++ == index) {
                return new Place(segments.get(segment), offset, length);
            }
            offset += length;
        }
        throw new AssertionError("no entry " + index);
    }

    private long first(int segment) {
        return Long.parseLong(segments.get(segment).getFileName().toString().substring(0, 20));
    }

    /// A checkpoint, then an entry and a checkpoint again and again.
    private List<Content> contents(int segment) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segments.get(segment)));
        List<Content> contents = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int head = bytes.getInt();
            byte[] content = new byte[Frames.length(head)];
            bytes.getInt();
            bytes.get(content);
            contents.add(new Content(Frames.kind(head), content));
        }
        return contents;
    }

    private void write(int segment, List<Content> contents) throws IOException {
        Files.write(segments.get(segment), framed(contents));
    }

    private static byte[] framed(List<Content> contents) {
        ByteBuffer frames = ByteBuffer.allocate(contents.stream()
                .mapToInt(content -> Frames.HEADER + content.bytes().length)
                .sum());
        contents.forEach(content -> Frames.put(frames, content.kind(), content.bytes()));
        return frames.array();
    }
}
