package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static List<String> series(ServedEdge edge) {
        return edge.edge()
                .metricsText()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    @Test
    void what_clients_send_makes_no_series_and_is_in_none() {
        try (RecordingServer server = RecordingServer.ok();
                ServedEdge edge = ServedEdge.before(server.uri())) {
            List<String> before = series(edge);
            for (int i = 0; i < 30; i++) {
                try (RawClient client = RawClient.tls(edge.port())) {
                    client.send("GET /hidden" + i + "?token=hidden HTTP/1.1\r\nHost: shop.example.com\r\n"
                                    + "Cookie: hidden=hidden\r\nAuthorization: Bearer hidden\r\n\r\n")
                            .readResponse();
                    client.send("X" + i + " hidden HTTP/1.1\r\nHost: hidden" + i + ".example.com\r\n\r\n")
                            .readAll();
                }
            }
            assertThat(series(edge)).isEqualTo(before).doesNotHaveDuplicates();
            assertThat(edge.edge().metricsText()).doesNotContain("hidden").doesNotContain("example.com");
            assertThat(edge.counted("redoubt_edge_responses_total{class=\"2\"}"))
                    .isEqualTo(30);
        }
    }
}
