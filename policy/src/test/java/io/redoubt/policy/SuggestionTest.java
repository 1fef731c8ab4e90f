package io.redoubt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    @ParameterizedTest
    @CsvSource({
        "minimun, minimum, 1",
        "miniumm, minimum, 1",
        "renewbefore, renew-before, 1",
        "abc, abc, 0",
        "ab, ba, 1",
        "kitten, sitting, 3"
    })
    void distance_counts_slips(String a, String b, int distance) {
        assertThat(Suggestion.distance(a, b)).isEqualTo(distance);
        assertThat(Suggestion.distance(b, a)).isEqualTo(distance);
    }

    @Test
    void only_what_is_near_is_suggested() {
        List<String> known = List.of("mode", "minimum", "renew-before");
        assertThat(Suggestion.of("Renew_Before", known)).contains("did you mean 'renew-before'?");
        assertThat(Suggestion.of("colour", known)).isEmpty();
        assertThat(Suggestion.orAll("colour", known, "")).isEqualTo("use mode, minimum or renew-before");
        assertThat(Suggestion.of("x".repeat(100_000), known)).isEmpty();
    }
}
