package io.redoubt.tls.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Plain HTTP that answers http-01 and nothing else, for as long as a command orders a certificate.
public final class ChallengeListener implements AutoCloseable {

    private static final String PREFIX = "/.well-known/acme-challenge/";
    private static final int BACKLOG = 64;
    private static final int AT_ONCE = 8;

    private final HttpServer server;
    private final ExecutorService workers;

    private ChallengeListener(HttpServer server, ExecutorService workers) {
        this.server = server;
        this.workers = workers;
    }

    /// @param answers the key authorization of a token
    public static ChallengeListener listen(InetSocketAddress at, Function<String, Optional<String>> answers)
            throws IOException {
        HttpServer server = HttpServer.create(at, BACKLOG);
        ExecutorService workers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
        server.setExecutor(workers);
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
        return new ChallengeListener(server, workers);
    }

    private static void answer(HttpExchange exchange, Function<String, Optional<String>> answers) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            byte[] body = path.startsWith(PREFIX) && exchange.getRequestMethod().equals("GET")
                    ? answers.apply(path.substring(PREFIX.length())).orElse("").getBytes(StandardCharsets.US_ASCII)
                    : new byte[0];
            if (body.length == 0) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
