package io.redoubt.control;

import java.time.Duration;

/// The metadata of a control: one row of the catalogue.
///
/// @param id       its name
/// @param title    the statement, in one line, as what should hold: `only TLS 1.3 is accepted`
/// @param severity the ceiling: no deviation is worse
/// @param vantage  from where it looks
/// @param cadence  how often it is looked at, unless the policy says otherwise
public record Row(ControlId id, String title, Severity severity, Vantage vantage, Duration cadence) {

    public static Row of(String id, String title, Severity severity, Vantage vantage) {
        return new Row(new ControlId(id), title, severity, vantage, Duration.ofHours(1));
    }
}
