package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.tree.HashFiles;
import io.redoubt.ledger.tree.StoredTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What no crash leaves, and an opening therefore refuses without touching anything.
class OpeningTest {

    @TempDir
    private Path directory;

    private Fixture fixture;
    private List<Path> segments;
    private Path head;

    @BeforeEach
    void fill() throws IOException {
        fixture = Fixture.filled(directory, 40);
        head = fixture.stream().resolve("head");
        segments = segments();
        assertThat(segments).hasSizeGreaterThan(2);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(fixture.stream())) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static long first(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, 20));
    }

    private void refusedUntouched() throws IOException {
        List<byte[]> before = new ArrayList<>();
        for (Path segment : segments()) {
            before.add(Files.readAllBytes(segment));
        }
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(fixture::open).isInstanceOf(LedgerException.Damaged.class);
        }
        assertThat(segments()).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(Files.readAllBytes(segments().get(i))).isEqualTo(before.get(i));
        }
    }

    private void writeHead(long size, Hash root) throws IOException {
        Checkpoint checkpoint = Checkpoint.sign(Fixture.KEY, size, root, 1, TestKey.SIGNER);
        Files.write(head, HeadFile.frame(checkpoint).array());
    }

    /// The offsets behind each checkpoint of a segment, with how many entries stand before it.
    private static List<long[]> checkpoints(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        List<long[]> ends = new ArrayList<>();
        long entries = first(segment);
        int at = 0;
        while (at + Frames.HEADER < bytes.length && ByteBuffer.wrap(bytes).getLong(at) != 0) {
            int length = ByteBuffer.wrap(bytes).getInt(at) & 0xffffff;
            boolean entry = bytes[at] == 0;
            at += Frames.HEADER + length;
            entries += entry ? 1 : 0;
            if (!entry) {
                ends.add(new long[] {at, entries});
            }
        }
        return ends;
    }

    @Test
    void segment_that_lost_its_beginning_is_refused_also_without_a_head() throws IOException {
        Files.write(segments.getLast(), new byte[4096]);
        refusedUntouched();
        Files.delete(head);
        refusedUntouched();
    }

    @Test
    void only_segment_that_lost_its_beginning_is_no_new_stream() throws IOException {
        fixture = new Fixture(directory.resolve("small"));
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 0, 2);
        }
        head = fixture.stream().resolve("head");
        Files.write(segments().getFirst(), new byte[4096]);
        refusedUntouched();
        Files.delete(head);
        refusedUntouched();
    }

    @Test
    void segment_before_one_that_never_began_has_to_reach_it() throws IOException {
        Path before = segments.get(segments.size() - 2);
        List<long[]> ends = checkpoints(before);
        long[] earlier = ends.get(ends.size() - 2);
        try (var file = Files.newByteChannel(before, StandardOpenOption.WRITE)) {
            file.truncate(earlier[0]);
        }
        try (HashedTree tree = new HashedTree(fixture)) {
            writeHead(earlier[1], tree.root(earlier[1]));
        }
        Files.write(segments.getLast(), new byte[4096]);
        refusedUntouched();
    }

    @Test
    void segment_that_never_began_behind_a_whole_one_is_begun_again() throws IOException {
        long size = first(segments.getLast());
        try (HashedTree tree = new HashedTree(fixture)) {
            writeHead(size, tree.root(size));
        }
        Files.write(segments.getLast(), new byte[4096]);
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.checkpoint().size()).isEqualTo(size);
            ledger.append(Fixture.event(0));
        }
        assertThat(fixture.audit().intact()).isTrue();
    }

    @Test
    void head_of_another_past_is_refused() throws IOException {
        writeHead(40, Hash.of(new byte[32]));
        refusedUntouched();
    }

    @Test
    void head_that_covers_more_than_is_there_is_refused_and_one_of_another_key_counts_for_nothing() throws IOException {
        writeHead(41, Hash.of(new byte[32]));
        refusedUntouched();
        VerifierKey other = new VerifierKey(Fixture.KEY.name(), new byte[32]);
        Checkpoint forged = Checkpoint.sign(other, 41, Hash.of(new byte[32]), 1, TestKey.OTHER);
        Files.write(head, HeadFile.frame(forged).array());
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.checkpoint().size()).isEqualTo(40);
        }
    }

    @Test
    void bytes_behind_the_end_are_cut_and_told_whatever_they_are() throws IOException {
        Files.write(segments.getLast(), new byte[] {7, 7, 7}, StandardOpenOption.APPEND);
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.cut()).contains(new Cut(0, 3));
        }
        assertThat(fixture.audit().intact()).isTrue();
    }

    @Test
    void stored_hashes_that_were_altered_are_made_anew_from_the_entries() throws IOException {
        Path leaves = fixture.stream().resolve("tree/0");
        byte[] bytes = Files.readAllBytes(leaves);
        bytes[3] ^= 1;
        Files.write(leaves, bytes);
        fixture.open().close();
        assertThat(fixture.audit().intact()).isTrue();
        bytes = Files.readAllBytes(segments.getFirst());
        bytes[300] ^= 1;
        Files.write(segments.getFirst(), bytes);
        byte[] altered = Files.readAllBytes(leaves);
        altered[3] ^= 1;
        Files.write(leaves, altered);
        refusedUntouched();
    }

    /// The tree as the stream has stored it.
    private static final class HashedTree implements AutoCloseable {
        private final HashFiles hashes;

        HashedTree(Fixture fixture) {
            hashes = HashFiles.forReading(fixture.disk, fixture.stream().resolve("tree"));
        }

        Hash root(long size) throws IOException {
            return Hash.of(new StoredTree(hashes).root(0, size));
        }

        @Override
        public void close() throws IOException {
            hashes.close();
        }
    }
}
