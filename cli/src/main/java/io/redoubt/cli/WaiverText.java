package io.redoubt.cli;

import io.redoubt.control.ControlId;
import io.redoubt.control.Subject;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A waiver as the policy file has it: one line of the list `waivers`.
record WaiverText(ControlId control, @Nullable Subject subject, String owner, String reason, LocalDate until) {

    String line() {
        return "  - { control: " + control
                + (subject == null ? "" : ", subject: " + quoted(subject.toString()))
                + ", owner: " + quoted(owner)
                + ", reason: " + quoted(reason)
                + ", until: " + until + " }";
    }

    /// A YAML double-quoted scalar (YAML 1.2, section 7.3.1).
    private static String quoted(String text) {
        StringBuilder scalar = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                scalar.append('\\').appendCodePoint(point);
            } else if (Character.isISOControl(point)) {
                scalar.append(String.format("\\x%02x", point));
            } else {
                scalar.appendCodePoint(point);
            }
        });
        return scalar.append('"').toString();
    }
}
