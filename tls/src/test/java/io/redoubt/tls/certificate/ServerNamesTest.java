package io.redoubt.tls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNamesTest {

    @ParameterizedTest
    @CsvSource({
        "shop.example.com, shop.example.com, true",
        "shop.example.com, SHOP.example.com., true",
        "shop.example.com, www.shop.example.com, false",
        "*.example.com, shop.example.com, true",
        "*.example.com, example.com, false",
        "*.example.com, a.shop.example.com, false",
        "s*.example.com, shop.example.com, false",
        "*.*.example.com, a.b.example.com, false",
        "*.example.com, .example.com, false",
        "192.0.2.1, 192.0.2.1, false",
    })
    void name_matches_as_a_whole_and_a_wildcard_for_one_label(String name, String host, boolean matches) {
        assertThat(new ServerNames(List.of(name), List.of()).match(host)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, true", "192.0.2.2, false", "2001:db8:0::1, true", "192.0.2.1.example.com, false"})
    void address_matches_as_an_address(String host, boolean matches) {
        ServerNames names = new ServerNames(
                List.of(), List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1")));
        assertThat(names.match(host)).isEqualTo(matches);
    }
}
