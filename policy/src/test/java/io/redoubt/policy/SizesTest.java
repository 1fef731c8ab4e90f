package io.redoubt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

    @ParameterizedTest
    @CsvSource({"0B, 0", "1B, 1", "3KiB, 3072", "64MiB, 67108864", "1024GiB, 1099511627776"})
    void size_is_so_many_bytes(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(Parsed.value(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "KiB", "1KB", "1kib", "1.5MiB", "-1B", "+1B", "1 MiB", "1025GiB", "9999999999B", "١B"})
    void other_text_is_none(String text) {
        assertThat(Sizes.parse(text)).isInstanceOf(Parsed.Wrong.class);
    }

    @ParameterizedTest
    @CsvSource({"1KiB, true", "1023B, false", "2KiB, true", "2049B, false"})
    void limits_belong_to_what_is_between_them(String text, boolean within) {
        assertThat(Sizes.between("1KiB", "2KiB").parser().apply(text) instanceof Parsed.Value)
                .isEqualTo(within);
    }
}
