package io.redoubt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class YamlTest {

    /// A character of two UTF-16 units may not fall apart where the parser's buffer ends, in this file or in any.
    @Test
    void character_beyond_the_basic_plane_is_read_wherever_it_stands() {
        for (int before = 0; before < 3_000; before++) {
            String text = "a: x # " + "-".repeat(before) + "🏰🏰\nb: 🏰\n";
            Node.Mapping read = Yaml.read("policy.yaml", text.getBytes(StandardCharsets.UTF_8));
            assertThat(read.entries()).as("after %d characters", before).hasSize(2);
        }
    }
}
