package io.redoubt.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.cli.output.Terminal.Colour;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void colours_are_used_where_the_terminal_has_them_and_nobody_objects() {
        assertThat(Terminal.of(Map.of("TERM", "xterm-256color")).colour()).isEqualTo(Colour.ALLOWED);
        assertThat(Terminal.of(Map.of("TERM", "xterm-256color", "NO_COLOR", "")).colour())
                .isEqualTo(Colour.ALLOWED);
        assertThat(Terminal.of(Map.of("TERM", "xterm-256color", "NO_COLOR", "1"))
                        .colour())
                .isEqualTo(Colour.NONE);
        assertThat(Terminal.of(Map.of("TERM", "dumb")).colour()).isEqualTo(Colour.NONE);
        assertThat(Terminal.of(Map.of()).colour()).isEqualTo(Colour.NONE);
        assertThat(Terminal.none().colour()).isEqualTo(Colour.NONE);
    }

    @Test
    void width_is_what_the_environment_says_within_reason() {
        assertThat(Terminal.of(Map.of("COLUMNS", "100")).width()).isEqualTo(100);
        assertThat(Terminal.of(Map.of("COLUMNS", "1")).width()).isEqualTo(40);
        assertThat(Terminal.of(Map.of("COLUMNS", "-1")).width()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Terminal.of(Map.of("COLUMNS", "99999999999")).width()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Terminal.of(Map.of()).width()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void output_without_colour_holds_no_escape() {
        assertThat(new TableRenderer(Terminal.none(), "").render(Reports.full()))
                .doesNotContain("\u001b");
        assertThat(new TableRenderer(new Terminal(Colour.ALLOWED, 100), "").render(Reports.full()))
                .contains("\u001b[");
    }
}
