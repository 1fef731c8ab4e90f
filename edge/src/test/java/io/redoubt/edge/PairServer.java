package io.redoubt.edge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A server that knows what each request should have been, and answers with its response, or with its fault.
final class PairServer implements AutoCloseable {

    private static final long PAUSE_NANOS = 20_000_000;

    private final ServerSocket listener;
    private final AtomicInteger halfClosed = new AtomicInteger();
    private final Set<Integer> broken = ConcurrentHashMap.newKeySet();
    private final List<String> wrong = new CopyOnWriteArrayList<>();

    private PairServer(ServerSocket listener) {
        this.listener = listener;
    }

    static PairServer start() throws IOException {
        PairServer server = new PairServer(new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /// What arrived otherwise than it was sent.
    List<String> wrong() {
        return wrong;
    }

    /// How many connections the edge ended of which the server had ended its side.
    int halfClosed() {
        return halfClosed.get();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (Wire.Head head = Wire.head(in); head != null; head = Wire.head(in)) {
                Pair pair = Pair.of(Integer.parseInt(head.field("x-pair")));
                byte[] body = Wire.body(in, head);
                compare(pair, head, body);
                if (pair.fault() == Pair.Fault.RESET && broken.add(pair.number())) {
                    socket.setSoLinger(true, 0);
                    return;
                }
                if (!answer(pair, out)) {
                    if (pair.fault() == Pair.Fault.HALF_CLOSED) {
                        socket.shutdownOutput();
                        in.transferTo(OutputStream.nullOutputStream());
                        halfClosed.incrementAndGet();
                    }
                    return;
                }
            }
        } catch (IOException _) {
            // The edge has let go of the connection.
        }
    }

    private void compare(Pair pair, Wire.Head head, byte[] body) {
        if (!head.first().equals(pair.method() + " " + pair.target() + " HTTP/1.1")) {
            wrong.add(pair.number() + ": " + head.first());
        }
        if (!Wire.byName(head.fieldsOf("x-request-")).equals(Wire.byName(pair.requestFields()))) {
            wrong.add(pair.number() + ": " + head.fieldsOf("x-request-") + " for " + pair.requestFields());
        }
        if (!pair.isRequestBody(body)) {
            wrong.add(pair.number() + ": a body of " + body.length + " for " + pair.requestLength());
        }
    }

    private static boolean answer(Pair pair, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + pair.status() + " Some Reason\r\n");
        for (int i = 0; i < pair.responseFields().size(); i += 2) {
            head.append(pair.responseFields().get(i)).append(": ");
            head.append(pair.responseFields().get(i + 1)).append("\r\n");
        }
        byte[] body = pair.responseBody();
        boolean chunked = pair.framing() == Pair.Framing.CHUNKED;
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (pair.framing() == Pair.Framing.LENGTH && pair.status() != 204) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        byte[] bytes = Wire.framed(body, chunked, pair.piece(5_000));
        switch (pair.fault()) {
            case CUT, HALF_CLOSED -> {
                out.write(bytes, 0, body.length / 2);
                return false;
            }
            case PIECES -> pieces(out, bytes, 50, 0);
            case SLOW -> pieces(out, bytes, 4, PAUSE_NANOS);
            case NONE, RESET -> out.write(bytes);
        }
        return pair.framing() != Pair.Framing.CLOSE;
    }

    private static void pieces(OutputStream out, byte[] bytes, int count, long pauseNanos) throws IOException {
        int piece = Math.max(1, bytes.length / count);
        for (int at = 0; at < bytes.length; at += piece) {
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
            out.write(bytes, at, Math.min(piece, bytes.length - at));
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
