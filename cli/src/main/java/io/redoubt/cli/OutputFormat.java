package io.redoubt.cli;

import io.redoubt.assembly.ControlPages;
import io.redoubt.cli.output.JsonRenderer;
import io.redoubt.cli.output.JunitRenderer;
import io.redoubt.cli.output.MarkdownRenderer;
import io.redoubt.cli.output.ReportRenderer;
import io.redoubt.cli.output.SarifRenderer;
import io.redoubt.cli.output.TableRenderer;
import io.redoubt.cli.output.Terminal;
import io.redoubt.control.ControlId;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How results are written.
enum OutputFormat {
    TABLE,
    JSON,
    SARIF,
    JUNIT,
    MARKDOWN;

    /// @param inUse the options that a command needs to be about the same service
    ReportRenderer renderer(Terminal terminal, String inUse) {
        return switch (this) {
            case TABLE -> new TableRenderer(terminal, inUse);
            case JSON -> new JsonRenderer();
            case SARIF -> new SarifRenderer(Version.number(), OutputFormat::help);
            case JUNIT -> new JunitRenderer();
            case MARKDOWN -> new MarkdownRenderer();
        };
    }

    /// The page of a control, for a viewer that shows rules.
    private static String help(ControlId id) {
        return ControlPages.of(id).orElse("");
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads `--format`.
    static final class Converter implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String text) {
            for (OutputFormat format : values()) {
                if (format.text().equals(text)) {
                    return format;
                }
            }
            throw new TypeConversionException("'" + text + "' is no format; use table, json, sarif, junit or markdown");
        }
    }
}
