package io.redoubt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.1.0/24, 10.0.1.0/24",
        "10.0.1.4, 10.0.1.4",
        "0.0.0.0/0, 0.0.0.0/0",
        "255.255.255.255/32, 255.255.255.255",
        "::/0, ::/0",
        "2001:DB8:0:0:0:0:0:0/32, 2001:db8::/32",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "fe80::1, fe80::1",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
        "1::, 1::",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:3:4:5:6"
    })
    void block_is_read_and_written_as_rfc_5952_has_it(String text, String written) {
        assertThat(Cidr.parse(text).get()).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.1",
                "10.0.1.0.0",
                "10.0.1.256",
                "010.0.0.1",
                "10.0.1.0/",
                "10.0.1.0/33",
                "10.0.1.0/-1",
                "10.0.1.1/24",
                "10.0.1.0/24/24",
                "1::2::3",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::",
                "::1%eth0",
                "[::1]",
                "::ffff:10.0.0.1",
                "1.2.3.4::",
                "2001:db8::1/64",
                "::/129",
                "1:2:3:4:5:6:7::8:9",
                "٣.0.0.1"
            })
    void what_is_no_block_is_refused(String text) {
        assertThat(Cidr.parse(text)).isInstanceOf(Parsed.Wrong.class);
    }

    @Test
    void random_ipv6_address_is_read_as_the_jdk_reads_it() throws UnknownHostException {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            bytes[0] = 0x20;
            for (int zero = random.nextInt(8); zero > 0; zero--) {
                int group = 2 * random.nextInt(8);
                bytes[group] = 0;
                bytes[group + 1] = 0;
            }
            bytes[15] = 1;
            String text = InetAddress.getByAddress(bytes).getHostAddress();
            Address address = Address.parse(text).get();
            assertThat(InetAddress.ofLiteral(address.toString()).getAddress()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.0/16, true",
        "10.0.0.0/24, 10.0.1.0/24, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "::/0, 192.0.2.1, false",
        "2001:db8::/33, 2001:db8:8000::/33, false",
        "2001:db8::/32, 2001:db8:8000::1, true"
    })
    void blocks_overlap_when_one_holds_the_other(String one, String other, boolean overlap) {
        assertThat(Cidr.parse(one).get().overlaps(Cidr.parse(other).get())).isEqualTo(overlap);
        assertThat(Cidr.parse(other).get().overlaps(Cidr.parse(one).get())).isEqualTo(overlap);
    }
}
