package io.redoubt.control;

/// One way in which reality differs from what was declared.
///
/// @param severity at most the ceiling of its control
/// @param summary  what is wrong, in one line: `TLS 1.2 is accepted`
/// @param expected what should have been seen
/// @param observed what was seen
/// @param mend     what to do; lines separated by `\n`
public record Deviation(Severity severity, String summary, String expected, String observed, String mend) {

    Deviation notAbove(Severity ceiling) {
        return new Deviation(severity.notAbove(ceiling), summary, expected, observed, mend);
    }
}
