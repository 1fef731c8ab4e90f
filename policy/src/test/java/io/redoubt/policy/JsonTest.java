package io.redoubt.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {

    @Test
    void every_character_comes_back_from_another_parser_as_it_was() {
        StringBuilder all = new StringBuilder();
        for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
            // Each on its own, so that no two halves of a pair meet.
            all.append((char) unit).append(' ');
        }
        all.append("😀");

        String json = Json.pretty(Map.of("all", all.toString()));

        assertThat(JsonMapper.shared().readTree(json).get("all").asString()).isEqualTo(all.toString());
    }

    @Test
    void values_are_written_as_the_rfc_names_them() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "a \"quoted\" \\ line\nand \u001b[31m, \u202e, \u2028");
        value.put("number", -12);
        value.put("long", 1L << 40);
        value.put("truth", true);
        value.put("nothing", null);
        value.put("empty", List.of());
        value.put("none", Map.of());
        value.put("list", Arrays.asList("a", null, List.of(1)));

        assertThat(Json.pretty(value)).isEqualTo("""
                {
                  "text": "a \\"quoted\\" \\\\ line\\nand \\u001b[31m, \\u202e, \\u2028",
                  "number": -12,
                  "long": 1099511627776,
                  "truth": true,
                  "nothing": null,
                  "empty": [],
                  "none": {},
                  "list": [
                    "a",
                    null,
                    [
                      1
                    ]
                  ]
                }
                """);
    }

    @Test
    void what_json_does_not_know_is_refused() {
        assertThatThrownBy(() -> Json.pretty(Map.of("number", Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
