package io.redoubt.assembly;

import io.redoubt.policy.Place;
import io.redoubt.policy.ShownPolicy;
import org.jspecify.annotations.Nullable;

/// One value that differs between two policies.
///
/// @param path   such as `tls.minimum`; an item of a list is named by its list
/// @param before null where it was not there
/// @param after  null where it is gone
public record Difference(
        String path, @Nullable Side before, @Nullable Side after, Direction direction) {

    /// What one policy says.
    ///
    /// @param text  as it would be written, on one line
    /// @param place where it is written
    public record Side(String text, Place place) {}

    /// What it means for security, where that can be told.
    public enum Direction {
        TIGHTENS,
        LOOSENS,
        CHANGES
    }

    /// `tls.minimum: 1.3 -> 1.2 (loosens; default -> redoubt.staging.yaml:4)`
    @Override
    public String toString() {
        String word = switch (direction) {
            case TIGHTENS -> "tightens; ";
            case LOOSENS -> "loosens; ";
            case CHANGES -> "";
        };
        if (before == null && after != null) {
            return "+ %s: %s (%s%s)".formatted(path, after.text, word, ShownPolicy.provenance(after.place));
        }
        if (after == null && before != null) {
            return "- %s: %s (%s%s)".formatted(path, before.text, word, ShownPolicy.provenance(before.place));
        }
        if (before == null || after == null) {
            throw new IllegalStateException("a difference has a side");
        }
        return "~ %s: %s -> %s (%s%s -> %s)"
                .formatted(
                        path,
                        before.text,
                        after.text,
                        word,
                        ShownPolicy.provenance(before.place),
                        ShownPolicy.provenance(after.place));
    }
}
