package io.redoubt.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// An HTTPS server on loopback, whose key ends with it.
final class TrainingEndpoint implements AutoCloseable {
    private static final byte[] ANSWER = """
            HTTP/1.1 200 OK\r
            Strict-Transport-Security: max-age=63072000; includeSubDomains\r
            Content-Security-Policy: default-src 'none'\r
            X-Content-Type-Options: nosniff\r
            Set-Cookie: session=x; Secure; HttpOnly; SameSite=Lax\r
            Content-Length: 0\r
            Connection: close\r
            \r
            """.getBytes(StandardCharsets.US_ASCII);

    private final SSLServerSocket listener;
    private final Path root;

    private TrainingEndpoint(SSLServerSocket listener, Path root) {
        this.listener = listener;
        this.root = root;
    }

    static TrainingEndpoint open() throws IOException, GeneralSecurityException {
        TrainingCertificate issued = TrainingCertificate.issue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "training", issued.keys().getPrivate(), new char[0], new X509Certificate[] {issued.certificate()});
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);

        Path root = Files.createTempFile("redoubt-training-", ".pem");
        Files.writeString(root, issued.pem());
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TrainingEndpoint endpoint = new TrainingEndpoint(listener, root);
        Thread.ofVirtual().start(endpoint::serve);
        return endpoint;
    }

    String url() {
        return "https://127.0.0.1:" + listener.getLocalPort();
    }

    /// The file that holds the certificate, in PEM.
    Path root() {
        return root;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.delete(root);
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            }
        } catch (SocketException _) {
            // Closed: the training is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            socket.setSoTimeout(2_000);
            socket.getInputStream().read(new byte[8_192]);
            OutputStream out = socket.getOutputStream();
            out.write(ANSWER);
            out.flush();
        } catch (IOException _) {
            // Most probes end the connection as soon as they have seen enough.
        }
    }
}
