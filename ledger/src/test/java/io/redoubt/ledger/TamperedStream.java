package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A stream of a hundred entries, each with a checkpoint after it, and what an insider does to its files.
abstract class TamperedStream {

    @TempDir
    Path directory;

    Fixture fixture;
    List<Path> segments;

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

    /// Removes the newest two segments, and puts the last checkpoint that is left in the head; the hashes stay.
    void cutBack() throws IOException {
        Content checkpoint = contents(segments.size() - 2).getFirst();
        Files.write(fixture.stream().resolve("head"), framed(List.of(checkpoint)));
        for (Path segment : segments.subList(segments.size() - 2, segments.size())) {
            Files.delete(segment);
        }
    }

    void assertFound(String... findings) {
        List<String> found =
                fixture.audit().findings().stream().map(Finding::toString).toList();
        assertThat(found).hasSameSizeAs(findings);
        for (int i = 0; i < findings.length; i++) {
            assertThat(found.get(i)).startsWith(findings[i]);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Content(Frames.Kind kind, byte[] bytes) {}

    static Content entry(Event event) {
        return new Content(Frames.Kind.ENTRY, event.toJson());
    }

    static Content checkpoint(Checkpoint checkpoint) {
        return new Content(Frames.Kind.CHECKPOINT, checkpoint.note().getBytes(StandardCharsets.UTF_8));
    }

    record Place(Path file, int offset, int length) {}

    Place place(long index) throws IOException {
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

    long first(int segment) {
        return Long.parseLong(segments.get(segment).getFileName().toString().substring(0, 20));
    }

    /// A checkpoint, then an entry and a checkpoint again and again.
    List<Content> contents(int segment) throws IOException {
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

    void write(int segment, List<Content> contents) throws IOException {
        Files.write(segments.get(segment), framed(contents));
    }

    static byte[] framed(List<Content> contents) {
        ByteBuffer frames = ByteBuffer.allocate(contents.stream()
                .mapToInt(content -> Frames.HEADER + content.bytes().length)
                .sum());
        contents.forEach(content -> Frames.put(frames, content.kind(), content.bytes()));
        return frames.array();
    }
}
