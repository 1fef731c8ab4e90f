package io.redoubt.cli.output;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Text from outside within GitHub Flavored Markdown: no link, HTML, mention, reference or table cell comes of it.
final class Markdown {

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private Markdown() {}

    /// Within a line or a cell. A code span of backticks can't hold every text in a cell, as a backslash before a bar
    /// escapes in one place and not in the other; character references mean only themselves.
    static String code(String text) {
        StringBuilder code = new StringBuilder("<code>");
        Visible.of(text).codePoints().forEach(point -> {
            if (Character.isLetterOrDigit(point) || " -,=%".indexOf(point) >= 0) {
                code.appendCodePoint(point);
            } else {
                code.append("&#").append(point).append(';');
            }
        });
        return code.append("</code>").toString();
    }

    /// Lines of their own, in a fence longer than any within.
    static String fence(String text) {
        int longest = BACKTICKS
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String fence = "`".repeat(Math.max(3, longest + 1));
        return text.lines().map(Visible::of).collect(Collectors.joining("\n", fence + "text\n", "\n" + fence));
    }
}
