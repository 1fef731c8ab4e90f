package io.redoubt.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each report in each format, against `golden/`. `-Dgolden=write` writes what is rendered now, to be read in the diff.
class GoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private static final Map<String, Report> REPORTS = Map.of(
            "sample", Reports.sample(),
            "full", Reports.full(),
            "nothing", Reports.nothing(),
            "hostile", Reports.hostile());

    private static final Map<String, ReportRenderer> FORMATS = Map.of(
            "txt", new TableRenderer(Terminal.none(), ""),
            "60-columns.txt", new TableRenderer(new Terminal(Terminal.Colour.NONE, 60), ""),
            "colour.txt", new TableRenderer(new Terminal(Terminal.Colour.ALLOWED, 100), ""),
            "json", new JsonRenderer(),
            "sarif", new SarifRenderer("0.1.0", id -> "All about `" + id + "`."),
            "xml", new JunitRenderer(),
            "md", new MarkdownRenderer());

    static Stream<Arguments> goldens() {
        return REPORTS.keySet().stream()
                .sorted()
                .flatMap(report -> FORMATS.keySet().stream().sorted().map(format -> Arguments.of(report, format)));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void report_is_rendered_as_its_golden_file(String report, String format) throws IOException {
        Path golden = GOLDEN.resolve(report + "." + format);
        String rendered = FORMATS.get(format).render(REPORTS.get(report));
        if (System.getProperty("golden", "").equals("write")) {
            Files.writeString(golden, rendered);
        }

        assertThat(rendered).isEqualTo(Files.readString(golden));
    }
}
