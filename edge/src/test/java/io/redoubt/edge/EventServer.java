package io.redoubt.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// A server of one connection that sends when it is told to.
final class EventServer implements AutoCloseable {

    private final ServerSocket listener;
    private final CompletableFuture<Socket> connection = new CompletableFuture<>();

    private EventServer(ServerSocket listener) {
        this.listener = listener;
    }

    static EventServer start() throws IOException {
        EventServer server = new EventServer(new ServerSocket(0, 8, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(() -> {
            try {
                server.connection.complete(server.listener.accept());
            } catch (IOException e) {
                server.connection.completeExceptionally(e);
            }
        });
        return server;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    Socket connection() throws Exception {
        return connection.get(20, java.util.concurrent.TimeUnit.SECONDS);
    }

    void send(String text) throws Exception {
        connection().getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (connection.isDone() && !connection.isCompletedExceptionally()) {
            connection.join().close();
        }
    }
}
