package io.redoubt.control;

import java.util.regex.Pattern;

/// The name of a control, `section.what`, for ever.
///
/// @param value such as `tls.minimum-version`
public record ControlId(String value) implements Comparable<ControlId> {

    private static final Pattern SHAPE = Pattern.compile("[a-z]+\\.[a-z0-9]+(-[a-z0-9]+)*");

    public ControlId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a control id: " + value);
        }
    }

    /// The part before the dot: `tls`.
    public String section() {
        return value.substring(0, value.indexOf('.'));
    }

    @Override
    public int compareTo(ControlId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
