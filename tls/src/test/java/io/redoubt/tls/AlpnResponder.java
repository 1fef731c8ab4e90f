package io.redoubt.tls;

import io.redoubt.tls.issuance.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Stands for the edge: shows the certificate that answers tls-alpn-01 to whoever asks for `acme-tls/1`. It knows one
/// name at a time.
final class AlpnResponder implements AutoCloseable {

    private final ServerSocket server;
    private final Thread thread;

    AlpnResponder(int port, Supplier<Map<String, HeldCertificate>> answers) throws IOException {
        server = new ServerSocket(port, 16, InetAddress.getLoopbackAddress());
        thread = Thread.startVirtualThread(() -> serve(answers));
    }

    private void serve(Supplier<Map<String, HeldCertificate>> answers) {
        while (!server.isClosed()) {
            try (Socket plain = server.accept()) {
                HeldCertificate answer = answers.get().values().iterator().next();
                SSLContext context = context(answer);
                try (SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true)) {
                    socket.setUseClientMode(false);
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {"acme-tls/1"});
                    socket.setSSLParameters(parameters);
                    socket.startHandshake();
                    while (socket.getInputStream().read() >= 0) {
                        // Until the authority has seen enough.
                    }
                }
            } catch (IOException | RuntimeException | GeneralSecurityException _) {
                // The authority says what it saw.
            }
        }
    }

    private static SSLContext context(HeldCertificate answer) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "answer",
                Pem.key(answer.key().reveal()),
                new char[0],
                Pem.certificates(answer.chain()).toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() throws IOException {
        server.close();
        thread.interrupt();
    }
}
