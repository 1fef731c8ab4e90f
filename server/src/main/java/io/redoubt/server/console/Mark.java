package io.redoubt.server.console;

import io.redoubt.control.Standing;
import io.redoubt.server.view.SectionState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A state as it is shown: never by its colour alone.
///
/// @param kind  of the style
/// @param glyph for the eye
/// @param word  for everybody
public record Mark(String kind, String glyph, String word) {

    static Mark of(SectionState state) {
        return switch (state) {
            case FAIL -> new Mark("fail", "✕", state.word());
            case UNKNOWN -> new Mark("unknown", "?", state.word());
            case PASS -> new Mark("pass", "✓", state.word());
            case NOT_APPLICABLE -> new Mark("none", "–", state.word());
            case NOT_DECLARED, NOT_ASSESSED_HERE, NOTHING_TO_LOOK_AT -> new Mark("none", "·", state.word());
        };
    }

    /// @param state null where nothing was known
    static Mark of(Standing.@Nullable State state) {
        return switch (state) {
            case null -> new Mark("none", "·", "new");
            case FAIL -> of(SectionState.FAIL);
            case UNKNOWN -> of(SectionState.UNKNOWN);
            case PASS -> of(SectionState.PASS);
            case NOT_APPLICABLE -> of(SectionState.NOT_APPLICABLE);
            case RETIRED -> new Mark("none", "·", state.name().toLowerCase(Locale.ROOT));
        };
    }
}
