package io.redoubt.cli.output;

import java.util.Map;

/// What the place that output goes to can show.
///
/// @param colour whether it knows ANSI colours
/// @param width  columns, after which lines are wrapped
public record Terminal(Colour colour, int width) {

    /// Whether output may carry ANSI escapes.
    public enum Colour {
        ALLOWED,
        NONE
    }

    private static final int NARROWEST = 40;

    /// A file or a pipe: every line as long as it is.
    public static Terminal none() {
        return new Terminal(Colour.NONE, Integer.MAX_VALUE);
    }

    /// A terminal, as the environment describes it. `NO_COLOR` holds, whatever its value (no-color.org).
    public static Terminal of(Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                dumb || unwanted ? Colour.NONE : Colour.ALLOWED, width(environment.getOrDefault("COLUMNS", "")));
    }

    /// Whether somebody sees it.
    public boolean isTerminal() {
        return width != Integer.MAX_VALUE;
    }

    private static int width(String columns) {
        if (!columns.matches("[0-9]{1,4}")) {
            return Integer.MAX_VALUE;
        }
        return Math.max(NARROWEST, Integer.parseInt(columns));
    }

    String paint(Paint paint, String text) {
        return colour == Colour.ALLOWED ? paint.start + text + "\u001b[0m" : text;
    }

    /// ECMA-48, SGR.
    enum Paint {
        ALARM("1;31"),
        BAD("31"),
        DOUBT("33"),
        GOOD("32"),
        FAINT("2"),
        STRONG("1");

        private final String start;

        Paint(String code) {
            start = "\u001b[" + code + "m";
        }
    }
}
