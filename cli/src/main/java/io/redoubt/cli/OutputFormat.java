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
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/// How results are written.
enum OutputFormat {
    TABLE,
    JSON,
    SARIF,
    JUNIT,
    MARKDOWN;

    /// Beside the table; what is not here has that alone.
    private static final Map<String, Set<OutputFormat>> OTHERS = Map.of(
            "redoubt check", Set.of(JSON, SARIF, JUNIT, MARKDOWN),
            "redoubt status", Set.of(JSON),
            "redoubt cert list", Set.of(JSON),
            "redoubt cert renew", Set.of(JSON));

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

    /// A command that has no such format says so before it does anything.
    ///
    /// @throws ParameterException when the command has it not
    static void insist(ParseResult parsed, OutputFormat format) {
        ParseResult command = parsed;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        CommandSpec spec = command.commandSpec();
        Set<OutputFormat> its = OTHERS.getOrDefault(spec.qualifiedName(), Set.of());
        if (format != TABLE && !its.contains(format)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s has no format %s; leave --format out%s"
                            .formatted(
                                    spec.qualifiedName(),
                                    format.text(),
                                    its.isEmpty()
                                            ? ""
                                            : ", or use --format "
                                                    + its.iterator().next().text()));
        }
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
