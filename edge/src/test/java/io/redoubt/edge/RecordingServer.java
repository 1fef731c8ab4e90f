package io.redoubt.edge;

import io.redoubt.testkit.IssuedCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A server that keeps every byte it gets, and answers with exactly the bytes it is told to. It reads a request as its
/// `Content-Length` or chunks tell.
public final class RecordingServer implements AutoCloseable {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final String scheme;
    private final ServerSocket listener;
    private final Function<String, String> answer;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    private RecordingServer(String scheme, ServerSocket listener, Function<String, String> answer) {
        this.scheme = scheme;
        this.listener = listener;
        this.answer = answer;
    }

    public static RecordingServer ok() {
        return answering(_ -> OK);
    }

    static RecordingServer answering(String response) {
        return answering(_ -> response);
    }

    /// @param answer from the request; empty closes the connection, `…` at its end closes it after the bytes before
    static RecordingServer answering(Function<String, String> answer) {
        try {
            return started("http", new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One that speaks TLS with that certificate.
    static RecordingServer tls(IssuedCertificate certificate) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "own",
                    certificate.keys().getPrivate(),
                    new char[0],
                    certificate.chain().toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            ServerSocket listener =
                    context.getServerSocketFactory().createServerSocket(0, 512, InetAddress.getLoopbackAddress());
            return started("https", listener, _ -> OK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static RecordingServer started(String scheme, ServerSocket listener, Function<String, String> answer) {
        RecordingServer server = new RecordingServer(scheme, listener, answer);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    public URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort());
    }

    /// Requests with their bodies, as they came.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// What came so far is of no interest.
    void forget() {
        requests.clear();
    }

    String only() {
        if (requests.size() != 1) {
            throw new AssertionError("not one request: " + requests);
        }
        return requests.getFirst();
    }

    int connections() {
        return connections.size();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (String request = read(in); !request.isEmpty(); request = read(in)) {
                requests.add(request);
                String response = answer.apply(request);
                boolean last = response.isEmpty() || response.endsWith("…");
                String bytes = response.endsWith("…") ? response.substring(0, response.length() - 1) : response;
                out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                if (last) {
                    return;
                }
            }
        } catch (IOException _) {
            // The edge has let go of the connection.
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!text(bytes).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                return text(bytes);
            }
            bytes.write(octet);
        }
        String head = text(bytes).toLowerCase(Locale.ROOT);
        int length = head.indexOf("\r\ncontent-length: ");
        if (length >= 0) {
            int count = Integer.parseInt(head.substring(length + 18, head.indexOf('\r', length + 2)));
            bytes.writeBytes(in.readNBytes(count));
        } else if (head.contains("\r\ntransfer-encoding: chunked")) {
            while (!text(bytes).endsWith("\r\n0\r\n\r\n")) {
                int octet = in.read();
                if (octet < 0) {
                    break;
                }
                bytes.write(octet);
            }
        }
        return text(bytes);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : connections) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
