package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PolicyReferencePageTest {

    /// To write it anew: `-Dgolden.write=true`.
    @Test
    void docs_page_says_what_the_shapes_say() throws IOException {
        Path page = Path.of("..", "docs", "policy.md");
        String text = Files.readString(page);
        String written =
                text.substring(0, text.indexOf(PolicyReferencePage.BEGIN) + PolicyReferencePage.BEGIN.length());
        String expected = written + PolicyReferencePage.text();
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(page, expected);
        }
        assertThat(Files.readString(page)).isEqualTo(expected);
    }
}
