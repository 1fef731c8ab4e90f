package io.redoubt.assembly;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Clients of an edge on loopback that never let up: one with a new connection for each request, and one that keeps its
/// own as long as the edge does.
final class EdgeTraffic implements AutoCloseable {

    private final String host;
    private final int port;
    private final AtomicLong answered = new AtomicLong();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> clients;
    private volatile boolean stopped;

    EdgeTraffic(String host, int port) {
        this.host = host;
        this.port = port;
        this.clients = List.of(
                Thread.ofPlatform().daemon().start(() -> run(false)),
                Thread.ofPlatform().daemon().start(() -> run(true)));
    }

    /// Below the limit of requests of one client.
    private static final long PACE_NANOS = 12_000_000;

    private void run(boolean keep) {
        while (!stopped) {
            try (SSLSocket socket = connect(host, port)) {
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean again = true;
                while (again && !stopped) {
                    LockSupport.parkNanos(PACE_NANOS);
                    again = ask(socket, in, keep) && keep;
                }
            } catch (IOException | GeneralSecurityException e) {
                failures.add(e.toString());
            }
        }
    }

    /// @return whether the connection goes on
    private boolean ask(Socket socket, InputStream in, boolean keep) throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(host, keep ? "" : "Connection: close\r\n");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String head = head(in);
        if (!head.startsWith("HTTP/1.1 200 ")) {
            failures.add(head);
        }
        int length = head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElseThrow(() -> new IOException("no length: " + head));
        if (in.readNBytes(length).length != length) {
            throw new IOException("a body of less than " + length);
        }
        answered.incrementAndGet();
        return head.lines().noneMatch("connection: close"::equalsIgnoreCase);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the edge closed after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /// What an edge on loopback shows for a name.
    static X509Certificate shown(String host, int port) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect(host, port)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSocket connect(String host, int port) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        Socket plain = new Socket();
        plain.setSoTimeout(30_000);
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    long answered() {
        return answered.get();
    }

    /// Ends it.
    ///
    /// @return what went wrong until then
    List<String> failures() throws InterruptedException {
        stopped = true;
        for (Thread client : clients) {
            client.join();
        }
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stopped = true;
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
