package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.Cidr;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who a client is behind proxies and load balancers.
class ProxiesTest {

    private static final List<Cidr> LOCAL = List.of(Cidr.parse("127.0.0.1").get());

    private static EdgeSnapshot behind(RecordingServer server, List<Cidr> trusted, List<Cidr> protocol) {
        return ChangedSnapshot.of(ServedEdge.snapshot(server.uri()))
                .trusting(trusted)
                .proxyProtocol(protocol)
                .denying(List.of(Cidr.parse("198.51.100.66").get()))
                .snapshot();
    }

    private static String seenBy(List<Cidr> trusted, List<Cidr> protocol, String preface, String fields) {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.start(behind(server, trusted, protocol));
                RawClient plain = RawClient.plain(edge.port());
                RawClient client = plain.send(preface).startTls(ServedEdge.HOST)) {
            client.send("GET / HTTP/1.1\r\nHost: shop.example.com\r\n" + fields + "\r\n")
                    .readResponse();
            String seen = server.only();
            return seen.substring(seen.indexOf("x-forwarded-for"), seen.indexOf("\r\n\r\n"))
                    .replace("\r\nx-forwarded-proto: https\r\nx-forwarded-host: shop.example.com", "")
                    .replace(";host=\"shop.example.com\";proto=https", "")
                    .replace("\r\n", " | ");
        }
    }

    @Test
    void what_a_client_says_of_itself_is_believed_from_trusted_proxies_only() {
        String claims = """
                X-Forwarded-For: 198.51.100.7, 203.0.113.5
                Forwarded: for=198.51.100.7
                X-Forwarded-Proto: http
                X-Forwarded-Host: evil.example.com
                X-Real-IP: 198.51.100.7
                X-Original-URL: /admin
                X-Rewrite-URL: /admin
                Proxy: http://evil.example.com
                """.replace("\n", "\r\n");
        assertThat(seenBy(List.of(), List.of(), "", claims))
                .isEqualTo("x-forwarded-for: 127.0.0.1 | forwarded: for=127.0.0.1");
        assertThat(seenBy(LOCAL, List.of(), "", claims))
                .isEqualTo("x-forwarded-for: 203.0.113.5, 127.0.0.1 | forwarded: for=203.0.113.5");
        assertThat(seenBy(LOCAL, List.of(), "", "X-Forwarded-For: 2001:db8::1\r\n"))
                .isEqualTo("x-forwarded-for: 2001:db8::1, 127.0.0.1 | forwarded: for=\"[2001:db8::1]\"");
    }

    /// @param told as a proxy writes it
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "203.0.113.5 | 203.0.113.5",
                "9.9.9.9, unknown, , 203.0.113.5 | 203.0.113.5",
                "::ffff:203.0.113.5 | 203.0.113.5",
                "::FFFF:cb00:7105 | 203.0.113.5",
                "203.0.113.5:4711 | 203.0.113.5",
                "[::ffff:203.0.113.5]:4711 | 203.0.113.5",
                "[2001:db8::1]:4711 | 2001:db8::1",
                "[2001:db8::1] | 2001:db8::1",
                "2001:db8::1 | 2001:db8::1",
                "203.0.113.5, 127.0.0.1, ::ffff:127.0.0.1 | 203.0.113.5",
                "198.51.100.7\\r\\nX-Forwarded-For: 203.0.113.5, 127.0.0.1\\r\\nx-forwarded-for: 127.0.0.1 | 203.0.113.5",
                "127.0.0.1 | 127.0.0.1"
            })
    void the_client_is_the_first_from_the_right_that_is_no_trusted_proxy(String told, String client) {
        String shown = client.contains(":") ? "\"[" + client + "]\"" : client;
        assertThat(seenBy(LOCAL, List.of(), "", "X-Forwarded-For: " + told.replace("\\r\\n", "\r\n") + "\r\n"))
                .startsWith("x-forwarded-for: " + client + ", 127.0.0.1")
                .endsWith(" | forwarded: for=" + shown);
    }

    @Test
    void a_client_that_puts_much_before_the_proxys_entry_is_still_itself() {
        String forged = "X-Forwarded-For: " + "9.9.9.9, ".repeat(1_000) + "203.0.113.5\r\n";
        assertThat(seenBy(LOCAL, List.of(), "", forged))
                .isEqualTo("x-forwarded-for: 203.0.113.5, 127.0.0.1 | forwarded: for=203.0.113.5");
        assertThat(answered("X-Forwarded-For: " + "9.9.9.9, ".repeat(20) + "198.51.100.66\r\n"))
                .isEqualTo("403 address_denied");
        assertThat(answered("X-Forwarded-For: ::ffff:198.51.100.66\r\n")).isEqualTo("403 address_denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "nonsense",
                "",
                "203.0.113.5, 127.0.0.1,",
                "203.0.113.5, _hidden",
                "203.0.113.5 127.0.0.1",
                "203.0.113.5:",
                "203.0.113.5:471100",
                "203.0.113.5:http",
                "[203.0.113.5]:80",
                "[2001:db8::1",
                "[2001:db8::1]4711",
                "2001:db8::1%eth0",
                "203.0.113.05",
                "\"203.0.113.5\""
            })
    void a_request_whose_client_a_proxy_names_unreadably_is_refused(String told) {
        assertThat(answered("X-Forwarded-For: " + told + "\r\n")).isEqualTo("400 malformed");
    }

    @Test
    void so_many_trusted_proxies_are_followed_and_no_more() {
        String proxies = ", 127.0.0.1".repeat(31);
        assertThat(answered("X-Forwarded-For: 203.0.113.5" + proxies + "\r\n")).isEqualTo("200");
        assertThat(answered("X-Forwarded-For: 203.0.113.5, 127.0.0.1" + proxies + "\r\n"))
                .isEqualTo("400 malformed");
    }

    /// The status of a request by a trusted proxy, and why it was refused.
    private static String answered(String fields) {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.start(behind(server, LOCAL, List.of()));
                RawClient client = RawClient.tls(edge.port())) {
            String status = client.send("GET / HTTP/1.1\r\nHost: shop.example.com\r\n" + fields + "\r\n")
                    .readResponse()
                    .substring(9, 12);
            assertThat(server.requests()).hasSize(status.equals("200") ? 1 : 0);
            return Stream.of("malformed", "address_denied")
                    .filter(reason -> edge.refused(reason) == 1)
                    .reduce(status, (all, reason) -> all + " " + reason);
        }
    }

    /// The head of version 2: its signature, command, family and addresses.
    private static String second(int command, int family, String addresses) {
        return "\r\n\r\n\0\r\nQUIT\n" + (char) command + (char) family + "\0" + (char) addresses.length() + addresses;
    }

    @Test
    void proxy_protocol_names_an_ipv4_client_in_either_family() {
        String mapped = "x-forwarded-for: 203.0.113.5 | forwarded: for=203.0.113.5";
        assertThat(seenBy(List.of(), LOCAL, "PROXY TCP6 ::ffff:203.0.113.5 2001:db8::2 5000 443\r\n", ""))
                .isEqualTo(mapped);
        String address = "\0".repeat(10) + "\u00ff\u00ff\u00cb\0q\u0005";
        assertThat(seenBy(List.of(), LOCAL, second(0x21, 0x21, address + address + "\u0013\u0088\u0001\u00bb"), ""))
                .isEqualTo(mapped);
    }

    @Test
    void a_load_balancers_own_connection_is_its_own() {
        String own = "x-forwarded-for: 127.0.0.1 | forwarded: for=127.0.0.1";
        assertThat(seenBy(List.of(), LOCAL, "PROXY UNKNOWN\r\n", "")).isEqualTo(own);
        assertThat(seenBy(List.of(), LOCAL, second(0x20, 0, ""), "")).isEqualTo(own);
    }

    static Stream<String> namingNobody() {
        String udp = "\u00cb\0q\u0005\u00c0\0\u0002\u0001\u0013\u0088\u0001\u00bb";
        return Stream.of(
                second(0x21, 0, ""),
                second(0x21, 0x12, udp),
                second(0x21, 0x31, "/run/app".concat("\0".repeat(100)).repeat(2)),
                "PROXY TCP6 fe80::1%eth0 2001:db8::2 5000 443\r\n",
                "PROXY TCP4 nobody 192.0.2.1 5000 443\r\n");
    }

    @ParameterizedTest
    @MethodSource("namingNobody")
    void a_connection_for_which_proxy_protocol_names_no_address_is_closed(String preface) {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.start(behind(server, List.of(), LOCAL));
                RawClient client = RawClient.plain(edge.port())) {
            client.send(preface);
            assertThatThrownBy(() -> client.startTls(ServedEdge.HOST)).isInstanceOf(UncheckedIOException.class);
            assertThat(edge.refused("handshake")).isEqualTo(1);
        }
    }

    @Test
    void proxy_protocol_is_spoken_with_declared_peers_and_with_nobody_else() {
        assertThat(seenBy(List.of(), LOCAL, "PROXY TCP4 203.0.113.5 192.0.2.1 5000 443\r\n", ""))
                .isEqualTo("x-forwarded-for: 203.0.113.5 | forwarded: for=203.0.113.5");
        String second =
                "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c\u00cb\0q\u0005\u00c0\0\u0002\u0001\u0013\u0088\u0001\u00bb";
        assertThat(seenBy(List.of(), LOCAL, second, ""))
                .isEqualTo("x-forwarded-for: 203.0.113.5 | forwarded: for=203.0.113.5");
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri());
                RawClient client = RawClient.plain(edge.port())) {
            assertThat(client.send("PROXY TCP4 203.0.113.5 192.0.2.1 5000 443\r\n")
                            .readAll())
                    .doesNotContain("HTTP/");
            assertThat(edge.refused("handshake")).isEqualTo(1);
        }
    }
}
