package io.redoubt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "::ffff:203.0.113.5, 203.0.113.5",
        "0:0:0:0:0:ffff:cb00:7105, 203.0.113.5",
        "203.0.113.5, 203.0.113.5",
        "2001:DB8::1, 2001:db8::1",
        "::203.0.113.5, ::cb00:7105"
    })
    void told_address_is_ipv4_where_it_is_ipv4_in_ipv6(String told, String address) {
        assertThat(Address.parseTold(told).get()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "203.0.113.5:80", "[::1]", "::1%eth0", "::ffff:203.0.113.05"})
    void what_is_no_address_is_none_when_told(String told) {
        assertThat(Address.parseTold(told)).isInstanceOf(Parsed.Wrong.class);
    }

    @Test
    void policy_writes_ipv4_plainly() {
        assertThat(Address.parse("::ffff:203.0.113.5"))
                .isEqualTo(Parsed.wrong("is an IPv4 address written as IPv6", "write it as 203.0.113.5"));
    }
}
