package io.redoubt.tls.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A file is changed in its smallest part: whatever else stands in it stays, to the byte.
class NginxSettingsTest {

    @TempDir
    Path directory;

    /// @param before the file, and where it stands in it, what is replaced: `«old»`
    /// @param after  what stands there then
    record Case(String what, String before, String after) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("a value among blanks and a comment", """
                        http {
                          server {
                            listen         443 ssl;
                            server_name    shop.example.com;  # not this one; ssl_protocols TLSv1;
                            ssl_protocols  \t«TLSv1 TLSv1.1   TLSv1.2» ;   # since 2014
                            ssl_ciphers    "HIGH:!aNULL";
                          }
                        }
                        """, "TLSv1.3"),
                new Case("a value over several lines", """
                        http {
                          server {
                            listen 443 ssl;
                            ssl_protocols
                              «TLSv1.1
                              TLSv1.2»;
                          }
                        }
                        """, "TLSv1.3"),
                new Case("a line behind the last one about TLS", """
                        http {
                          server {
                            listen 443 ssl;
                            ssl_certificate chain.pem;
                            ssl_certificate_key key.pem;  # mode 0600«»
                            location / { return 200; }
                          }
                        }
                        """, "\n    ssl_protocols TLSv1.3;"),
                new Case("a server on one line", """
                        http { server { listen 443 ssl;«» server_name shop.example.com; } }
                        """, " ssl_protocols TLSv1.3;"),
                new Case(
                        "lines that end as on Windows",
                        "http {\r\n  server {\r\n\tlisten 443 ssl;«»\r\n  }\r\n}\r\n",
                        "\r\n\tssl_protocols TLSv1.3;"),
                new Case("no end of the last line", "http{server{listen 443 ssl;«»}}", " ssl_protocols TLSv1.3;"),
                new Case("a word that is not UTF-8", """
                        # Gesch\u00e4ft \u00ff
                        http { server { listen 443 ssl; ssl_protocols «TLSv1.2»; } }
                        """, "TLSv1.3"));
    }

    private NginxSettings settings(Map<String, String> texts) throws Exception {
        Map<Path, NginxFile> files = new LinkedHashMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = directory.resolve(text.getKey());
            Files.write(file, text.getValue().getBytes(StandardCharsets.ISO_8859_1));
            files.put(file, NginxFile.parse(file, text.getValue()));
        }
        return new NginxSettings(new NginxConfiguration(directory.resolve("nginx.conf"), files));
    }

    private static String after(FileImage image) {
        return new String(image.after().toArray(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void only_what_is_wrong_is_replaced(Case each) throws Exception {
        NginxSettings settings = settings(Map.of("nginx.conf", each.before().replaceAll("[«»]", "")));
        settings.give("shop.example.com", 443, "ssl_protocols", "TLSv1.3");
        assertThat(settings.images())
                .singleElement()
                .extracting(NginxSettingsTest::after)
                .isEqualTo(each.before().replaceAll("(?s)«.*»", each.after()));
    }

    @Test
    void server_whose_listen_is_included_gets_it_at_its_beginning() throws Exception {
        NginxSettings settings = settings(Map.of(
                "nginx.conf", "# The shop.\nhttp {\n  server {\n    include listen.conf;\n  }\n}\n",
                "listen.conf", "listen 443 ssl;\n"));
        settings.give("shop.example.com", 443, "ssl_protocols", "TLSv1.3");
        assertThat(settings.images())
                .singleElement()
                .extracting(NginxSettingsTest::after)
                .isEqualTo(
                        "# The shop.\nhttp {\n  server { ssl_protocols TLSv1.3;\n    include listen.conf;\n  }\n}\n");
    }

    @Test
    void server_that_has_the_value_is_left_alone() throws Exception {
        NginxSettings settings =
                settings(Map.of("nginx.conf", "http { server { listen 443 ssl; ssl_protocols  TLSv1.3 ; } }"));
        settings.give("shop.example.com", 443, "ssl_protocols", "TLSv1.3");
        assertThat(settings.images()).isEmpty();
    }

    /// OpenSSL has chosen the version before nginx knows the name.
    @Test
    void default_server_of_the_address_is_given_what_is_decided_before_the_name() throws Exception {
        String before = """
                http {
                  server { listen 443 ssl; server_name other.example.com; ssl_ciphers OLD; }
                  server { listen 443 ssl; server_name shop.example.com; ssl_ciphers OLD; }
                }
                """;
        NginxSettings settings = settings(Map.of("nginx.conf", before));
        settings.give("shop.example.com", 443, "ssl_protocols", "TLSv1.3");
        settings.give("shop.example.com", 443, "ssl_ciphers", "NEW");
        assertThat(settings.touched()).isEqualTo(List.of("shop.example.com", "other.example.com"));
        assertThat(settings.images())
                .singleElement()
                .extracting(NginxSettingsTest::after)
                .isEqualTo("""
                        http {
                          server { listen 443 ssl; server_name other.example.com; ssl_ciphers OLD; ssl_protocols TLSv1.3; }
                          server { listen 443 ssl; server_name shop.example.com; ssl_ciphers NEW; ssl_protocols TLSv1.3; }
                        }
                        """);
    }
}
