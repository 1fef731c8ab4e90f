package io.redoubt.cli;

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
