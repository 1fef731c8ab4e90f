package io.redoubt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownPolicyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "a", "true", "null", "~", "1.3", "0x10", "*:view", "*", "&a", "!x", "- a", "a: b", "a #b",
                        "#b", "a:", ":a", "---",
                "...", "'", "\"", "\\", "a\nb", "\ttab", " lead", "trail ", "{", "[a]", "@x", "`", "%", "|", ">", "?",
                        "? a", "<<", "=",
                "2001:db8::/32", "https://x.example/a?b=c#d", "kim \ud83d\ude00", "a\u2028b", "a\u0085b", "\u00a0",
                        "a, b"
            })
    void any_text_comes_back_as_it_was(String text) {
        assertThat(again(text)).isEqualTo(text);
    }

    @Test
    void random_text_comes_back_as_it_was() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                String likely = " :#-'\"{}[],&*!|>%@`\\\n\tab1.~?=/\u00e9\u2029\ufeff";
                text.append(likely.charAt(random.nextInt(likely.length())));
            }
            assertThat(again(text.toString())).as("%s", i).isEqualTo(text.toString());
        }
    }

    private static String again(String text) {
        Place place = new Place("a", 1, 1);
        Node.Scalar scalar = new Node.Scalar(text, true, place);
        Node.Mapping tree = new Node.Mapping(
                List.of(
                        new Node.Entry("k", place, scalar),
                        new Node.Entry("list", place, new Node.Sequence(List.of(scalar, scalar), place))),
                place);
        Node.Mapping read = Yaml.read("a", ShownPolicy.of(tree).getBytes(StandardCharsets.UTF_8));
        Node.Sequence list = (Node.Sequence) read.entry("list").orElseThrow().value();
        assertThat(((Node.Scalar) list.items().getLast()).text()).isEqualTo(text);
        return ((Node.Scalar) read.entry("k").orElseThrow().value()).text();
    }
}
