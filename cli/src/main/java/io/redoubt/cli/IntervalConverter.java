package io.redoubt.cli;

import io.redoubt.policy.Durations;
import io.redoubt.policy.Parsed;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `--watch`, written as policies write durations.
final class IntervalConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        return switch (Durations.parse(text)) {
            case Parsed.Value<Duration>(Duration interval) when interval.isPositive() -> interval;
            case Parsed.Value<Duration> _ -> throw new TypeConversionException("an interval is longer than 0");
            case Parsed.Wrong<Duration>(String what, String mend) ->
                throw new TypeConversionException("'" + text + "' " + what + "; " + mend);
        };
    }
}
