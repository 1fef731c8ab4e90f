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
            Frame frame = frame(target);
            for (int within : new int[] {2, 5, 8, frame.length() - 1}) {
                byte[] original = Files.readAllBytes(frame.file());
                byte[] changed = original.clone();
                changed[frame.offset() + within] ^= 0x10;
                Files.write(frame.file(), changed);
                assertFound("entry " + target + ": altered: ");
                Files.write(frame.file(), original);
            }
        }
        assertThat(fixture.audit().intact()).isTrue();
    }

    @Test
    void rewritten_entry_with_a_right_checksum_is_named() throws IOException {
        List<byte[]> contents = contents(1);
        contents.set(3, Fixture.event(4_000).toJson());
        write(1, contents);
        assertFound("entry " + (first(1) + 3) + ": altered: it is not what was recorded");
    }

    @Test
    void rewritten_entry_with_its_stored_hash_is_found_by_the_checkpoint() throws IOException {
        List<byte[]> contents = contents(1);
        byte[] forged = Fixture.event(4_000).toJson();
        contents.set(3, forged);
        write(1, contents);
        long index = first(1) + 3;
        Path hashes = fixture.stream().resolve("tree/0");
        byte[] tree = Files.readAllBytes(hashes);
        System.arraycopy(new TreeHasher().leaf(forged), 0, tree, (int) index * 32, 32);
        Files.write(hashes, tree);
        // Each entry has a checkpoint here, so the range is one entry long.
        assertFound("entry " + index + ": altered together with their hashes: the checkpoint of size " + (index + 1)
                + " does not vouch for them");
    }

    @Test
    void removed_entry_is_named() throws IOException {
        List<byte[]> contents = contents(1);
        contents.remove(3);
        write(1, contents);
        assertFound("entry " + (first(1) + 3) + ": missing");
    }

    @Test
    void swapped_entries_are_named() throws IOException {
        List<byte[]> contents = contents(1);
        Collections.swap(contents, 2, 5);
        write(1, contents);
        long first = first(1);
        assertFound(
                "entry " + (first + 2) + ": entry " + (first + 5) + " stands in its place",
                "entry " + (first + 5) + ": entry " + (first + 2) + " stands in its place");
    }

    @Test
    void inserted_entry_is_named() throws IOException {
        List<byte[]> contents = contents(1);
        contents.add(3, Fixture.event(5_000).toJson());
        write(1, contents);
        assertFound("entry " + (first(1) + 3) + ": something that was never recorded stands before it");
    }

    @Test
    void truncated_segment_is_named() throws IOException {
        List<byte[]> contents = contents(1);
        write(1, contents.subList(0, contents.size() - 2));
        assertFound("entries " + (first(2) - 2) + " to " + (first(2) - 1) + ": missing");
    }

    @Test
    void truncated_newest_segment_is_named_and_not_opened() throws IOException {
        int newest = segments.size() - 1;
        List<byte[]> contents = contents(newest);
        write(newest, contents.subList(0, contents.size() - 2));
        assertFound("entries 98 to 99: missing");
        assertThatThrownBy(fixture::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("entries 98 to 99: missing");
    }

    @Test
    void removed_segment_is_named() throws IOException {
        Files.delete(segments.get(1));
        assertFound("entries " + first(1) + " to " + (first(2) - 1) + ": missing");
        Path checkpoints = Path.of(segments.get(1).toString().replace(".log", ".checkpoints"));
        Files.delete(checkpoints);
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
                .hasMessageContaining("their segment is gone");
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
        Path file = Path.of(segments.get(1).toString().replace(".log", ".checkpoints"));
        byte[] bytes = Files.readAllBytes(file);
        bytes[400] ^= 1;
        Files.write(file, bytes);
        assertThat(fixture.audit().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.CHECKPOINT));
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
        Checkpoint forged = Checkpoint.sign(other, 100, Hash.of(new byte[32]), TestKey.OTHER);
        Audit audit = fixture.audit(forged);
        assertThat(audit.tail()).isEqualTo(new Audit.Tail.Unproven(0));
        assertThat(audit.findings())
                .extracting(Finding::what)
                .containsExactly("the checkpoint from elsewhere is not signed by a known key of this stream");
    }

    @Test
    void stream_rewritten_without_the_key_is_not_opened() throws IOException {
        CompactRange range = new CompactRange();
        range.append(Leaf.of(Fixture.event(1)).hash(), CompactRange.NodeSink.NONE);
        VerifierKey other = new VerifierKey(Fixture.KEY.name(), TestKey.OTHER.publicKey());
        Checkpoint forged = Checkpoint.sign(other, 1, Hash.of(range.root()), TestKey.OTHER);
        for (Path file : segments) {
            Files.delete(file);
            Files.delete(Path.of(file.toString().replace(".log", ".checkpoints")));
        }
        Files.write(segments.getFirst(), framed(List.of(Fixture.event(1).toJson())));
        Files.write(
                Path.of(segments.getFirst().toString().replace(".log", ".checkpoints")),
                framed(List.of(forged.note().getBytes(StandardCharsets.UTF_8))));
        assertThatThrownBy(fixture::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("not signed by a known key");
    }

    /// Removes the newest two segments with their checkpoints; the hashes stay.
    private void cutBack() throws IOException {
        for (Path segment : segments.subList(segments.size() - 2, segments.size())) {
            Files.delete(segment);
            Files.delete(Path.of(segment.toString().replace(".log", ".checkpoints")));
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

    private record Frame(Path file, int offset, int length) {}

    private Frame frame(long index) throws IOException {
        int segment = segments.size() - 1;
        while (first(segment) > index) {
            segment--;
        }
        List<byte[]> contents = contents(segment);
        int offset = 0;
        int place = (int) (index - first(segment));
        for (byte[] content : contents.subList(0, place)) {
            offset += 8 + content.length;
        }
        return new Frame(segments.get(segment), offset, 8 + contents.get(place).length);
    }

    private long first(int segment) {
        return Long.parseLong(segments.get(segment).getFileName().toString().substring(0, 20));
    }

    private List<byte[]> contents(int segment) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segments.get(segment)));
        List<byte[]> contents = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] content = new byte[bytes.getInt()];
            bytes.getInt();
            bytes.get(content);
            contents.add(content);
        }
        return contents;
    }

    private void write(int segment, List<byte[]> contents) throws IOException {
        Files.write(segments.get(segment), framed(contents));
    }

    private static byte[] framed(List<byte[]> contents) {
        ByteBuffer frames = Frames.of(contents);
        byte[] bytes = new byte[frames.remaining()];
        frames.get(bytes);
        return bytes;
    }
}
