package io.redoubt.tls.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NginxTokenizerTest {

    private static final int ROUNDS = 20_000;
    private static final String[] PIECES = {
        "server",
        " ",
        "\n",
        "\r\n",
        "\t",
        "{",
        "}",
        ";",
        "#",
        "\"",
        "'",
        "\\",
        "$",
        "${a}",
        "ssl_protocols",
        "é",
        "~^x$"
    };

    private static String joined(String file) throws NginxSyntaxException {
        return NginxTokenizer.tokens(file).stream()
                .map(token -> token.text(file))
                .collect(Collectors.joining());
    }

    @Test
    void tokens_joined_are_the_file_whatever_it_is() {
        Random random = new Random(4);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder file = new StringBuilder();
            for (int piece = random.nextInt(30); piece > 0; piece--) {
                file.append(PIECES[random.nextInt(PIECES.length)]);
            }
            try {
                assertThat(joined(file.toString())).isEqualTo(file.toString());
                read++;
                NginxFile.parse(Path.of("/nginx.conf"), file.toString());
            } catch (NginxSyntaxException _) {
                // nginx would not take it either.
            }
        }
        assertThat(read).isGreaterThan(ROUNDS / 20);
    }

    @Test
    void directive_is_read_as_nginx_reads_it() throws NginxSyntaxException {
        NginxFile file = NginxFile.parse(
                Path.of("/nginx.conf"),
                "http { # { not a block\n map ${a}b \"c;d\" { default 'x y'; } server_name a#b ~^w{2}x; }"
                        .replace("~^w{2}x", "\"~^w{2}x\""));
        assertThat(file.directives().getFirst().block())
                .extracting(NginxDirective::name, NginxDirective::values)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("map", java.util.List.of("${a}b", "c;d")),
                        org.assertj.core.groups.Tuple.tuple("server_name", java.util.List.of("a#b", "~^w{2}x")));
    }

    @Test
    void blocks_without_end_are_refused() {
        assertThatThrownBy(() -> NginxFile.parse(Path.of("/nginx.conf"), "a{".repeat(100_000)))
                .isInstanceOf(NginxSyntaxException.class)
                .hasMessageContaining("more than 32 blocks");
    }
}
