package io.redoubt.cli;

import java.util.Map;
import java.util.Optional;

/// What results and progress are shown on. The launcher tells, because the JVM can't tell its two outputs apart.
///
/// @param width    columns, or 0 where lines are not to be wrapped
/// @param colour   whether results may be coloured
/// @param progress whether someone watches the progress
public record Terminal(int width, boolean colour, boolean progress) {

    public static final Terminal NONE = new Terminal(0, false, false);

    /// Reads what the launcher found: `redoubt.terminal` is the width of standard output where it is a terminal,
    /// `redoubt.progress` is set where standard error is one.
    public static Terminal of(Map<String, String> environment, Optional<String> width, boolean progress) {
        boolean colour = width.isPresent()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        return new Terminal(width.map(Terminal::columns).orElse(0), colour, progress);
    }

    private static int columns(String text) {
        try {
            int columns = Integer.parseInt(text);
            return columns < 40 || columns > 1_000 ? 0 : columns;
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
