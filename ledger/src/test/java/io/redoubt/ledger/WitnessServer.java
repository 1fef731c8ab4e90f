package io.redoubt.ledger;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// An HTTP server that keeps what is put below `/w/`, and is unhelpful at other addresses.
final class WitnessServer implements Closeable {

    final Map<String, String> kept = new ConcurrentHashMap<>();
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    WitnessServer() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            String[] head = head(in).split("\r\n", -1);
            String[] asked = head[0].split(" ", -1);
            int length = 0;
            for (String line : head) {
                if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            switch (asked[1].split("/", -1)[1]) {
                case "w" -> keep(asked[0], asked[1], body, out);
                case "moved" -> say(out, "302 Found\r\nLocation: /w/" + Fixture.KEY.name(), "");
                case "endless" -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    byte[] block = new byte[8192];
                    for (int i = 0; i < 100_000; i++) {
                        out.write(block);
                    }
                }
                case "trickling" -> {
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\na".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    // Until the asker goes away.
                    in.read();
                }
                default -> say(out, "404 Not Found", "");
            }
        } catch (IOException _) {
            // The asker sees it.
        }
    }

    private void keep(String method, String path, String body, OutputStream out) throws IOException {
        if (method.equals("PUT")) {
            kept.put(path, body);
            say(out, "201 Created", "");
        } else {
            say(out, kept.containsKey(path) ? "200 OK" : "404 Not Found", kept.getOrDefault(path, ""));
        }
    }

    private static void say(OutputStream out, String status, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        out.write(("HTTP/1.1 " + status + "\r\nContent-Length: " + content.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.write(content);
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        for (int each = in.read(); each >= 0; each = in.read()) {
            head.write(each);
            last = (last << 8) | each;
            if (last == 0x0d0a0d0a) {
                break;
            }
        }
        return head.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
