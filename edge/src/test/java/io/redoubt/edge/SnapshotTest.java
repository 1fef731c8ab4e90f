package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.Cidr;
import io.redoubt.policy.Mode;
import io.redoubt.policy.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest {

    private static final EdgeSnapshot FULL = new EdgeSnapshot(
            7,
            Mode.VERIFY,
            new ListenAddresses(
                    List.of(ServedEdge.ANY_PORT), List.of(ServedEdge.ANY_PORT), Optional.of(ServedEdge.ANY_PORT)),
            List.of(new ServedCertificate(
                    List.of("a.example.com", "*.b.example.com"), "chain", new Secret("KEY-TEXT"), true)),
            List.of(
                    new ServedRoute(
                            "a.example.com",
                            "/",
                            "app",
                            Access.Open.SIGNED_IN,
                            OptionalLong.of(9),
                            OptionalInt.of(3),
                            List.of(Cidr.parse("10.3.0.0/16").get())),
                    ServedRoute.open("a.example.com", "/x", "app").with(new Access.Permission("shop:view"))),
            Map.of(
                    "app",
                    new UpstreamPool(
                            List.of(URI.create("http://10.0.0.1:80"), URI.create("https://app.example.com")),
                            Optional.of("roots"),
                            Optional.of("inner"),
                            12,
                            Optional.of(new UpstreamPool.HealthCheck(
                                    "/health", Duration.ofSeconds(1), Duration.ofMillis(200))))),
            EdgeLimits.DEFAULT.withBodyBytes(5),
            List.of(Cidr.parse("10.1.0.0/16").get()),
            List.of(Cidr.parse("10.2.0.1").get()),
            List.of(Cidr.parse("2001:db8::/32").get()),
            new PendingChallenges(
                    Map.of("token", "authorization"),
                    Map.of(
                            "a.example.com",
                            new ServedCertificate(List.of("a.example.com"), "c", new Secret("k"), false))));

    @Test
    void a_snapshot_survives_the_way_over_the_socket() {
        assertThat(EdgeSnapshot.decode(FULL.encode())).isEqualTo(FULL);
    }

    @Test
    void a_snapshot_prints_no_private_key() {
        assertThat(FULL.toString()).doesNotContain("KEY-TEXT").contains("(secret)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "version":7                  | "version":7,"more":1        | more is not known
            "version":7                  | "version":7,"version":8     | it is not JSON at line 1
            "version":7                  | "version":7.5               | unexpected JSON at line 1
            "version":7                  | "version":"7"               | version is not a whole number
            "mode":"verify"              | "mode":"watch"              | mode is not a mode
            "upstream":"app"             | "upstream":"gone"           | the route a.example.comapp
            "access":"signed-in"         | "access":"everyone"         | routes[0].access is not anyone
            "10.0.0.1:80"                | "10.0.0.1:80/x"             | unchanged
            "trusted_proxies":["10.1.0.0/16"] | "trusted_proxies":["0.0.0.0/0"] | trusted proxies are everybody
            "trusted_proxies":["10.1.0.0/16"] | "trusted_proxies":["10.2.0.0/16"] | which overlap
            "proxy_protocol":["10.2.0.1"] | "proxy_protocol":["::/0"] | peers of PROXY protocol are everybody
            "metrics":"127.0.0.1:0"      | "metrics":"10.0.0.1:0"      | metrics are for loopback only
            "names":["a.example.com","*.b.example.com"] | "names":["a*"] | certificates[0].names[0] is not a host name
            """)
    void what_is_not_clear_is_refused(String good, String bad, String problem) {
        String json = new String(FULL.encode(), StandardCharsets.UTF_8);
        if (problem.equals("unchanged")) {
            json = json.replace("http://10.0.0.1:80", "http://10.0.0.1:80/x");
            problem = "upstreams.app.servers[0] is not http://host:port";
        } else {
            assertThat(json).contains(good);
            json = json.replace(good, bad);
        }
        if (problem.startsWith("the route")) {
            problem = "which is no upstream";
        }
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> EdgeSnapshot.decode(bytes))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("KEY-TEXT");
    }

    @Test
    void all_problems_come_at_once() {
        assertThatThrownBy(() -> EdgeSnapshot.decode("{\"format\":2}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("format is not from 1 to 1")
                .hasMessageContaining("version is missing")
                .hasMessageContaining("the edge needs an address for https");
    }
}
