package io.redoubt.tls.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The same as [NginxTokenizerTest] for a fuzzer that follows coverage.
class NginxFileFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void configuration(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            assertThat(NginxTokenizer.tokens(text).stream()
                            .map(token -> token.text(text))
                            .collect(Collectors.joining()))
                    .isEqualTo(text);
            NginxFile file = NginxFile.parse(Path.of("/nginx.conf"), text);
            inOrder(file.directives(), text);
        } catch (NginxSyntaxException _) {
            // Refused.
        }
    }

    /// Where a directive stands is where it will be edited.
    private static void inOrder(List<NginxDirective> block, String text) {
        for (NginxDirective directive : block) {
            assertThat(directive.start()).isBetween(0, text.length());
            assertThat(directive.end()).isBetween(directive.start(), text.length());
            inOrder(directive.block(), text);
        }
    }
}
