package io.redoubt.assembly;

import io.redoubt.control.ControlId;
import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.MapType;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.Reader;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The section `checks`: how often reality is looked at.
///
/// @param every    unless a control has its own cadence; a verdict holds for twice as long
/// @param timeout  for one look
/// @param cadences of single controls, by their ids
public record Checks(Duration every, Duration timeout, Map<String, Duration> cadences) {

    private static final Key<Duration> EVERY =
            Key.of("every", Durations.TYPE, "1h", "how often controls look; a verdict holds for twice as long");
    private static final Key<Duration> TIMEOUT = Key.of(
            "timeout",
            Durations.TYPE.where(
                    time -> time.compareTo(Duration.ofMinutes(10)) <= 0,
                    "is longer than ten minutes",
                    "use 10m or less"),
            "10s",
            "after which a look is given up, and its verdict is Unknown");
    private static final Key<Duration> OF_ONE = Key.required("every", Durations.TYPE, "how often this control looks");
    private static final Key<Map<String, Duration>> CONTROLS = Key.of(
            "controls",
            new MapType<>(ControlName.TYPE, Shape.of("a cadence", List.of(OF_ONE), values -> values.get(OF_ONE))),
            "{}",
            "the cadence of single controls: `network.matrix: { every: 1d }`");

    static final Shape<Checks> SHAPE = Shape.of(
                    "the section checks",
                    List.of(EVERY, TIMEOUT, CONTROLS),
                    values -> new Checks(
                            values.get(EVERY), values.get(TIMEOUT), new LinkedHashMap<>(values.get(CONTROLS))))
            .always(Checks::check);

    public Checks {
        cadences = Map.copyOf(cadences);
    }

    /// How often this control looks.
    public Duration every(ControlId control) {
        return cadences.getOrDefault(control.value(), every);
    }

    private static void check(Checks checks, Origin at, Reader in) {
        boolean sound = in.sound(at.key("timeout")) && in.sound(at.key("every"));
        if (sound && checks.timeout.compareTo(checks.every) > 0) {
            in.problem(
                    at.written("timeout", "every"),
                    "a look may take %s and begins every %s"
                            .formatted(Durations.text(checks.timeout), Durations.text(checks.every)),
                    "a look has to end before the next begins");
        }
    }

    /// How ids of controls are written. Whether there is such a control is asked later.
    static final class ControlName {
        static final ScalarType<String> TYPE = ScalarType.of(
                "the id of a control",
                "tls.hsts",
                text -> text.length() <= 100 && text.matches("[a-z]+\\.[a-z0-9]+(-[a-z0-9]+)*")
                        ? Parsed.value(text)
                        : Parsed.wrong("is not the id of a control", "use section.what, such as tls.hsts"));

        private ControlName() {}
    }
}
