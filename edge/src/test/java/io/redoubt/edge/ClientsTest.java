package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that others have written.
class ClientsTest {

    private static final int LARGE = 20 << 20;

    @TempDir
    private Path directory;

    private String output(List<String> command) throws Exception {
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command.getFirst() + " does not end: " + Files.readString(out));
        }
        return Files.readString(out, StandardCharsets.ISO_8859_1);
    }

    private String curl(ServedEdge edge, String version, String path, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                new Program("curl", "curl").path(),
                "--silent",
                "--show-error",
                version,
                "--cacert",
                ServedEdge.FORGE.rootFile().toString(),
                "--resolve",
                ServedEdge.HOST + ":" + edge.port() + ":127.0.0.1",
                "--write-out",
                "%{http_version} %{response_code} %{size_download} %{num_connects}\n",
                "--output",
                directory.resolve("body").toString()));
        command.addAll(List.of(more));
        command.add("https://" + ServedEdge.HOST + ":" + edge.port() + path);
        return output(command).strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void curl_sends_and_gets_what_it_should(String version) throws Exception {
        String large = "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n" + "y".repeat(LARGE);
        Path upload = Files.writeString(directory.resolve("upload"), "z".repeat(2 << 20));
        Path small = Files.writeString(directory.resolve("small"), "chunks of it");
        String own = version.equals("--http2") ? "2" : "1.1";
        try (RecordingServer server = RecordingServer.answering(
                        request -> request.startsWith("GET /large ") ? large : RecordingServer.OK);
                ServedEdge edge = ServedEdge.before(server.uri())) {
            assertThat(curl(edge, version, "/")).isEqualTo(own + " 200 2 1");
            assertThat(curl(edge, version, "/large")).isEqualTo(own + " 200 " + LARGE + " 1");
            // curl waits for `100 Continue` with a body as long as this.
            assertThat(curl(edge, version, "/up", "--data-binary", "@" + upload, "--expect100-timeout", "60"))
                    .isEqualTo(own + " 200 2 1");
            assertThat(server.requests().getLast())
                    .startsWith("POST /up HTTP/1.1\r\n")
                    .endsWith("\r\n\r\n" + "z".repeat(2 << 20));
            assertThat(curl(
                            edge,
                            version,
                            "/up",
                            "--header",
                            "Transfer-Encoding: chunked",
                            "--data-binary",
                            "@" + small))
                    .isEqualTo(own + " 200 2 1");
            assertThat(server.requests().getLast()).contains("chunks of it");
            server.forget();
            assertThat(curl(edge, version, "/", "--header", "X-Long: " + "x".repeat(40_000)))
                    .matches(own.equals("2") ? "(2|0) (431|000) .*" : "1.1 431 .*");
            assertThat(curl(edge, version, "/" + "a".repeat(9_000))).startsWith(own + " 414 ");
            assertThat(curl(edge, version, "/a/../b", "--path-as-is")).startsWith(own + " 400 ");
            assertThat(server.requests()).isEmpty();
        }
    }

    /// Each stream is served to its end, however many there are at once.
    @Test
    void h2load_ends_with_every_request_answered() throws Exception {
        String body = "HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + "y".repeat(3_000);
        try (RecordingServer server = RecordingServer.answering(body);
                ServedEdge edge = ServedEdge.before(server.uri())) {
            String told = output(List.of(
                    new Program("h2load", "nghttp2-client").path(),
                    "-t1",
                    "-c256",
                    "-m10",
                    "-n10000",
                    "https://localhost:" + edge.port() + "/"));
            assertThat(told).contains("10000 succeeded, 0 failed, 0 errored, 0 timeout");
        }
    }

    @Test
    void chromium_shows_a_page() throws Exception {
        String page = "<!doctype html><title>a page</title><p id=it>through the edge</p>";
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + page.length() + "\r\n\r\n";
        try (RecordingServer server = RecordingServer.answering(answer + page);
                ServedEdge edge = ServedEdge.before(server.uri())) {
            String shown = output(List.of(
                    new Program("chromium", "chromium").path(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--ignore-certificate-errors",
                    "--user-data-dir=" + directory.resolve("profile"),
                    "--dump-dom",
                    "https://localhost:" + edge.port() + "/"));
            assertThat(shown).contains("<p id=\"it\">through the edge</p>");
            assertThat(server.requests()).first().asString().startsWith("GET / HTTP/1.1\r\n");
        }
    }
}
