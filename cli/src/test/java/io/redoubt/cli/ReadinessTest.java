package io.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `up --check`: what it says of ports, and that it makes nothing.
class ReadinessTest {

    private static final Terminal TERMINAL = Terminal.of(Map.of("COLUMNS", "100"));

    @TempDir
    private Path home;

    private String redoubt(Terminal terminal, Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        int status;
        try (PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8)) {
            status = Main.run(
                    arguments,
                    new Surroundings(
                            out,
                            out,
                            environment,
                            home,
                            1000,
                            home,
                            InstantSource.system(),
                            terminal,
                            Progress.Audience.NOBODY,
                            List.of(),
                            Optional.empty(),
                            _ -> new char[0]));
        }
        return shown.toString(StandardCharsets.UTF_8) + "[exit " + status + "]";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String checkedOn(String where, int https, int http) throws IOException {
        Files.writeString(home.resolve("redoubt.yaml"), """
                redoubt: 1
                service: shop
                edge: { listen: { on: %s, https: %d, http: %d } }
                """.formatted(where, https, http));
        return redoubt(Terminal.none(), Map.of(), "up", "--check");
    }

    @Test
    void example_is_checked_on_a_terminal_and_written_nowhere() throws IOException {
        String[] arguments = {"up", "--check", "--https-port", "" + freePort(), "--http-port", "" + freePort()};
        assertThat(redoubt(TERMINAL, Map.of(), arguments))
                .contains("example: will be made", "ready: redoubt up\n[exit 0]");
        assertThat(home).isEmptyDirectory();
        assertThat(redoubt(TERMINAL, Map.of("REDOUBT_ENV", "production"), arguments))
                .contains("the example has no environment production", "[exit 2]");
    }

    @Test
    void port_that_is_held_on_another_address_is_no_obstacle_to_loopback() throws IOException {
        int http = freePort();
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            assertThat(checkedOn("loopback", held.getLocalPort(), http)).endsWith("ready: redoubt up\n[exit 0]");
            assertThat(checkedOn("everywhere", held.getLocalPort(), http))
                    .contains("port " + held.getLocalPort() + " can't be listened on")
                    .endsWith("[exit 2]");
        }
    }

    @Test
    void port_that_is_held_on_loopback_is_named() throws IOException {
        int https = freePort();
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(checkedOn("loopback", https, held.getLocalPort()))
                    .contains("port " + held.getLocalPort() + " can't be listened on")
                    .endsWith("[exit 2]");
        }
    }
}
