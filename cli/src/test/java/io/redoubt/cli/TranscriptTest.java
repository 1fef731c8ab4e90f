package io.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Sessions at a terminal, as they read: the files of `transcripts/`, each run in a directory of its own.
///
/// `-Dtranscripts.rewrite=DIRECTORY` writes down there what the sessions look like now, to be read before it is
/// committed.
class TranscriptTest {

    @TempDir
    private Path scratch;

    @TestFactory
    List<DynamicTest> transcripts() throws IOException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(TranscriptTest.class.getResource("transcripts"))
                .toURI());
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        Transcript transcript = Transcript.parse(Files.readString(file));
                        Path home = Files.createDirectory(
                                scratch.resolve(file.getFileName().toString()));
                        String now = transcript.replay(home);
                        String rewrite = System.getProperty("transcripts.rewrite");
                        if (rewrite != null) {
                            transcript.with(now).write(Path.of(rewrite).resolve(file.getFileName()));
                        }
                        assertThat(now).isEqualTo(transcript.session());
                    }))
                    .toList();
        }
    }
}
