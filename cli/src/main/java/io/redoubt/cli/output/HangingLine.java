package io.redoubt.cli.output;

import java.util.List;

/// A line that goes on under itself where the terminal ends.
///
/// @param width  columns there are
/// @param indent of all lines but the first
record HangingLine(int width, int indent) {

    /// @param lead      what the first line begins with, as shown
    /// @param leadWidth its columns, without colours
    /// @param words     are not broken
    /// @param gap       between two of them on one line
    String of(String lead, int leadWidth, List<String> words, String gap) {
        StringBuilder text = new StringBuilder(lead);
        int column = leadWidth;
        boolean first = true;
        for (String word : words) {
            int needed = (first ? 0 : gap.length()) + word.length();
            if (column + needed > width && column > indent) {
                text.setLength(text.toString().stripTrailing().length());
                text.append('\n').append(" ".repeat(indent)).append(word);
                column = indent + word.length();
            } else {
                text.append(first ? "" : gap).append(word);
                column += needed;
            }
            first = false;
        }
        return text.toString();
    }
}
