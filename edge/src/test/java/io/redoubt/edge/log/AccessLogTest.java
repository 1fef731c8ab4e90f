package io.redoubt.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.edge.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {

    @TempDir
    private Path directory;

    @Test
    void log_keeps_one_file_before_the_present_one_and_no_more() {
        Path file = directory.resolve("access.log");
        try (AccessLog log = new AccessLog(Optional.of(file), new Metrics(), 8)) {
            for (String line : new String[] {"first 1\n", "second 2\n", "now\n"}) {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                log.write(bytes, 1);
            }
        }
        assertThat(directory.resolve("access.log.1")).hasContent("second 2\n");
        assertThat(file).hasContent("now\n");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("access.log", "access.log.1");
    }
}
