package io.redoubt.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A client that sends exactly the bytes it is told to.
public final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    private RawClient(Socket socket) {
        this.socket = socket;
    }

    public static RawClient tls(int port) {
        return tls(port, ServedEdge.HOST, "http/1.1");
    }

    static RawClient tls(int port, String serverName, String... protocols) {
        try {
            Socket plain = connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            SSLSocket tls = (SSLSocket) context().getSocketFactory().createSocket(plain, serverName, port, true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            parameters.setApplicationProtocols(protocols);
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return new RawClient(tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawClient plain(int port) {
        return plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static RawClient plain(InetSocketAddress address) {
        try {
            return new RawClient(connect(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// TLS over a connection that has begun otherwise.
    RawClient startTls(String serverName) {
        try {
            SSLSocket tls =
                    (SSLSocket) context().getSocketFactory().createSocket(socket, serverName, socket.getPort(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return new RawClient(tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(address, PATIENCE_MILLIS);
        return socket;
    }

    /// One that trusts the forge's root.
    static SSLContext context() {
        try {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            roots.setCertificateEntry("root", ServedEdge.FORGE.root());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(roots);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Socket socket() {
        return socket;
    }

    public RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Without a copy of what may be large.
    RawClient send(ByteArrayOutputStream bytes) {
        try {
            bytes.writeTo(socket.getOutputStream());
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All until the server closes, however it does.
    String readAll() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            byte[] piece = new byte[8_192];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                all.write(piece, 0, n);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the edge does not close; so far: " + all, e);
        } catch (IOException _) {
            // A reset ends it too.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    String readHead() {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = read();
            if (octet < 0) {
                return head.toString();
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    /// One response with its body, as its length or its chunks tell.
    public String readResponse() {
        String head = readHead();
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        StringBuilder body = new StringBuilder();
        int length = lower.indexOf("content-length: ");
        if (length >= 0) {
            int count = Integer.parseInt(lower.substring(length + 16, lower.indexOf('\r', length)));
            for (int i = 0; i < count; i++) {
                body.append((char) read());
            }
        } else if (lower.contains("transfer-encoding: chunked")) {
            while (!body.toString().endsWith("0\r\n\r\n")) {
                int octet = read();
                if (octet < 0) {
                    break;
                }
                body.append((char) octet);
            }
        }
        return head + body;
    }

    private int read() {
        try {
            return socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer", e);
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
