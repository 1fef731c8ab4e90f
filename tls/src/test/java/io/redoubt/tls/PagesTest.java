package io.redoubt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `redoubt explain` prints these pages: each control has one, under fixed headings.
class PagesTest {

    private static final Path PAGES = Path.of("..", "docs", "controls");

    static Stream<Row> rows() {
        return new Tls(
                        TlsPolicy.defaults(List.of()),
                        host -> List.of(InetAddress.getByName(host)),
                        List.of(),
                        InstantSource.system(),
                        Duration.ofSeconds(1))
                .controls().stream().map(control -> control.row());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void control_has_a_page_that_says_its_title(Row row) throws IOException {
        List<String> lines = Files.readAllLines(PAGES.resolve(row.id() + ".md"));
        assertThat(lines.getFirst()).isEqualTo("# " + row.id() + ": " + row.title());
        assertThat(lines.stream().filter(line -> line.startsWith("## ")))
                .containsExactly(
                        "## What it says", "## Why", "## How it looks", "## Verdicts", "## Mend", "## Sources");
    }

    @Test
    void page_of_this_section_has_a_control() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            List<String> ids = rows().map(row -> row.id() + ".md").toList();
            assertThat(pages.map(page -> page.getFileName().toString()).filter(name -> name.startsWith("tls.")))
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }
}
