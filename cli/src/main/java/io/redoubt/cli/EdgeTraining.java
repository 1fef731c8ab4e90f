package io.redoubt.cli;

import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.EdgeSnapshot;
import io.redoubt.edge.ListenAddresses;
import io.redoubt.edge.PendingChallenges;
import io.redoubt.edge.ServedCertificate;
import io.redoubt.edge.ServedRoute;
import io.redoubt.edge.UpstreamPool;
import io.redoubt.policy.Address;
import io.redoubt.policy.Mode;
import io.redoubt.policy.Secret;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Trains the AOT cache of the edge when Redoubt is built: starts it as `up` does, feeds it as the core does, sends it
/// requests by HTTP/1.1 and HTTP/2, and ends it. Takes the directory of what was built.
final class EdgeTraining {

    private static final int REQUESTS = 40;

    private EdgeTraining() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
        Path app = Path.of(arguments[0]);
        Path place = Files.createTempDirectory("redoubt-edge");
        Path socket = place.resolve("edge.sock");
        Path log = place.resolve("access.log");
        try (ServerSocketChannel core = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                ServerSocket upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            core.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofPlatform().daemon().start(() -> serve(upstream));
            Process edge = start(app, socket, log);
            try (SocketChannel channel = core.accept()) {
                int port = freePort();
                TrainingCertificate certificate = TrainingCertificate.issue();
                feed(channel, snapshot(certificate, port, upstream.getLocalPort()));
                request(certificate, port);
                edge.getOutputStream().close();
                System.err.println("training: the edge: " + edge.waitFor());
            } finally {
                edge.destroy();
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(log);
            Files.delete(place);
        }
        System.exit(0);
    }

    private static Process start(Path app, Path socket, Path log) throws IOException {
        Path lib = app.resolve("lib");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + lib.resolve("edge.options"),
                        "-XX:AOTCacheOutput=" + lib.resolve("edge.aot"),
                        // Compiling at once by profiles takes time from the processes that start beside it.
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-AOTRecordTraining",
                        "-Djava.library.path=" + app.resolve("native"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.redoubt.edge.process.EdgeMain",
                        "--core",
                        socket.toString(),
                        "--access-log",
                        log.toString(),
                        "--until",
                        "end-of-input")
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static EdgeSnapshot snapshot(TrainingCertificate certificate, int port, int upstream)
            throws IOException, GeneralSecurityException {
        Address loopback = Address.parse("127.0.0.1").get();
        return new EdgeSnapshot(
                1,
                Mode.ENFORCE,
                new ListenAddresses(
                        List.of(new ListenAddresses.Socket(loopback, port)),
                        List.of(new ListenAddresses.Socket(loopback, freePort())),
                        Optional.empty()),
                List.of(new ServedCertificate(
                        List.of("localhost"), certificate.pem(), new Secret(certificate.keyPem()), false)),
                List.of(ServedRoute.open("localhost", "/", "training")),
                Map.of("training", UpstreamPool.of(URI.create("http://127.0.0.1:" + upstream))),
                EdgeLimits.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                PendingChallenges.NONE);
    }

    private static void feed(SocketChannel channel, EdgeSnapshot snapshot) throws IOException {
        DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
        byte[] bytes = snapshot.encode();
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
        DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
        String answer = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        System.err.println("training: the edge: " + answer);
    }

    private static void request(TrainingCertificate certificate, int port)
            throws IOException, GeneralSecurityException, InterruptedException {
        for (HttpClient.Version version : List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
            try (HttpClient client = HttpClient.newBuilder()
                    .version(version)
                    .sslContext(certificate.trusted())
                    .build()) {
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"));
                for (int i = 0; i < REQUESTS; i++) {
                    client.send(request.build(), BodyHandlers.ofString());
                }
                client.shutdownNow();
            }
        }
    }

    private static void serve(ServerSocket upstream) {
        byte[] answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
        while (true) {
            try {
                Socket socket = upstream.accept();
                Thread.ofPlatform().daemon().start(() -> {
                    try (socket) {
                        byte[] request = new byte[8_192];
                        while (socket.getInputStream().read(request) > 0) {
                            socket.getOutputStream().write(answer);
                        }
                    } catch (IOException _) {
                        // The edge closes what it needs no longer.
                    }
                });
            } catch (IOException _) {
                return;
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
