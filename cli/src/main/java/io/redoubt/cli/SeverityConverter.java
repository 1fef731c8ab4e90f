package io.redoubt.cli;

import io.redoubt.control.Severity;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `--fail-on`.
final class SeverityConverter implements ITypeConverter<Severity> {
    @Override
    public Severity convert(String text) {
        for (Severity severity : Severity.values()) {
            if (severity.text().equals(text)) {
                return severity;
            }
        }
        throw new TypeConversionException("'" + text + "' is no severity; use critical, high, medium or low");
    }
}
