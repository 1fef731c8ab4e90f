package io.redoubt.assembly;

import io.redoubt.tls.Handover.Sight;
import io.redoubt.tls.HeldCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A client of this node's edge that accepts one certificate and no other: whether that is what clients are shown.
final class EdgeHandshake {

    private static final int TIMEOUT_MILLIS = 5_000;

    /// Of a peer that speaks for itself (PROXY protocol, version 1).
    private static final byte[] OWN = "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);

    private EdgeHandshake() {}

    /// Looks whether the expected one is shown for its first name.
    ///
    /// @param proxied whether the edge takes nothing from this machine that does not begin with PROXY protocol
    static Sight look(int port, boolean proxied, HeldCertificate expected) {
        String name = expected.names().getFirst().replace("*.", "redoubt-looks.");
        try {
            X509Certificate leaf = leaf(expected);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new Only(leaf)}, null);
            try (Socket plain = new Socket()) {
                plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
                plain.setSoTimeout(TIMEOUT_MILLIS);
                if (proxied) {
                    plain.getOutputStream().write(OWN);
                }
                try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true)) {
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setServerNames(List.of(new SNIHostName(name)));
                    socket.setSSLParameters(parameters);
                    socket.startHandshake();
                    return new Sight.Shown();
                }
            }
        } catch (SSLException | GeneralSecurityException e) {
            return new Sight.Other("a client on this machine does not see it: " + e.getMessage());
        } catch (IOException e) {
            return new Sight.Unseen("a client on this machine can't look: " + e.getMessage());
        }
    }

    private static X509Certificate leaf(HeldCertificate held) throws CertificateException {
        byte[] pem = held.chain().getBytes(StandardCharsets.US_ASCII);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    private record Only(X509Certificate expected) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (!chain[0].equals(expected)) {
                throw new CertificateException("another certificate is shown, of "
                        + chain[0].getSubjectX500Principal().getName() + " until "
                        + chain[0].getNotAfter().toInstant());
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
