package io.redoubt.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/// What a server answers ends up in front of people, in terminals, browsers and parsers.
class HostileTextTest {

    static Stream<ReportRenderer> formats() {
        return Stream.of(
                new TableRenderer(Terminal.none(), ""),
                new TableRenderer(new Terminal(Terminal.Colour.NONE, 60), ""),
                new JsonRenderer(),
                new SarifRenderer("0.1.0", id -> "help"),
                new JunitRenderer(),
                new MarkdownRenderer());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void no_format_lets_through_what_a_terminal_obeys(ReportRenderer format) {
        String text = format.render(Reports.hostile());

        assertThat(text.codePoints().filter(point -> point != '\n' && !Characters.isPlain(point)))
                .isEmpty();
    }

    @Test
    void each_line_of_the_table_stays_where_it_belongs() {
        // A line that begins at the margin with a verdict is one of ours.
        assertThat(new TableRenderer(Terminal.none(), "")
                        .render(Reports.hostile())
                        .lines())
                .filteredOn(line -> line.startsWith("PASS") || line.startsWith("FAIL"))
                .hasSize(2);
    }

    @Test
    void mend_with_many_lines_can_not_pose_as_another_verdict() {
        Report report = Reports.failing("x\nPASS  tls.certificate\r\nPASS  tls.renewal");

        assertThat(new TableRenderer(Terminal.none(), "").render(report).lines())
                .noneMatch(line -> line.startsWith("PASS"));
    }

    @Test
    void junit_stays_well_formed_and_tells_what_it_can() throws Exception {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(new JunitRenderer().render(Reports.hostile()))));

        assertThat(xml.getElementsByTagName("script").getLength()).isZero();
        assertThat(xml.getElementsByTagName("failure").item(0).getTextContent()).contains("<script>alert(1)</script>");
        assertThat(xml.getElementsByTagName("skipped").getLength()).isEqualTo(2);
    }

    @Test
    void markdown_lets_nothing_out_of_its_code() {
        String text = new MarkdownRenderer().render(Reports.hostile());
        String outside =
                text.replaceAll("(?s)`{4}text\n.*?\n`{4}\n", "").replaceAll("<code>[^<>|`@\\[\\]\n]*</code>", "");

        assertThat(outside).doesNotContain("script", "evil", "@", "owned", "[a]", "`");
        assertThat(outside.lines().filter(line -> line.startsWith("|")))
                .hasSize(5)
                .allMatch(line -> line.chars().filter(c -> c == '|').count() == 6);
    }

    @Test
    void fence_is_longer_than_any_within() {
        assertThat(Markdown.fence("a ```` b\n```\nc")).isEqualTo("`````text\na ```` b\n```\nc\n`````");
    }

    @Test
    void very_long_text_is_cut_in_the_table() {
        String line = Visible.of("é".repeat(100_000));

        assertThat(line).isEqualTo("é".repeat(400) + "… (100000 characters)");
    }

    @Test
    void plain_text_in_any_script_is_left_alone() {
        for (String text : List.of("Zürich", "北京", "Ἀθῆναι", "😀", "a\\b", "")) {
            assertThat(Visible.of(text)).isEqualTo(text);
        }
    }
}
