package io.redoubt.cli.output;

import io.redoubt.cli.output.Changes.Change;
import io.redoubt.cli.output.Terminal.Paint;
import io.redoubt.control.Assessment;
import org.jspecify.annotations.Nullable;

/// `check --watch`: after the first report, a line for each thing that changed.
public final class WatchRenderer {

    private final Terminal terminal;

    public WatchRenderer(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Empty where nothing changed; otherwise ends with a line feed.
    public String render(Report before, Report after) {
        StringBuilder text = new StringBuilder();
        for (Change change : Changes.between(before, after).all()) {
            Assessment about = change.about();
            text.append(Times.rfc3339(after.at()))
                    .append("  ")
                    .append(word(change.before()))
                    .append(" -> ")
                    .append(word(change.after()))
                    .append("  ")
                    .append(about.row().id())
                    .append("  ")
                    .append(Visible.of(about.subject().toString()))
                    .append(
                            change.after() == null
                                    ? ""
                                    : "  " + Visible.of(Account.of(about).summary()))
                    .append('\n');
        }
        return text.toString();
    }

    private String word(@Nullable Assessment assessment) {
        if (assessment == null) {
            return "none";
        }
        Paint paint = switch (assessment.verdict().state()) {
            case FAIL -> Paint.BAD;
            case UNKNOWN -> Paint.DOUBT;
            case PASS -> Paint.GOOD;
            case NOT_APPLICABLE -> Paint.FAINT;
        };
        String word = Columns.word(assessment.verdict().state());
        return terminal.paint(paint, word) + (assessment.waived() ? " (waived)" : "");
    }
}
