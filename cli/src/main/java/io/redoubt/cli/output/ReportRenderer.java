package io.redoubt.cli.output;

/// One format of a report.
@FunctionalInterface
public interface ReportRenderer {

    /// The whole text, ending with a line feed.
    String render(Report report);
}
