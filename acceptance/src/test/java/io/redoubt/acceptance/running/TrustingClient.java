package io.redoubt.acceptance.running;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A client that looks at no certificate, with a connection for each request.
final class TrustingClient {

    private static final int PATIENCE_MILLIS = 10_000;

    private TrustingClient() {}

    /// What came back.
    ///
    /// @param head without the body
    record Answer(int status, String head, String body) {

        /// The first field of that name.
        Optional<String> field(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst();
        }

        private static Optional<Answer> of(String text) {
            int end = text.indexOf("\r\n\r\n");
            return end < 0 || !text.startsWith("HTTP/1.1 ")
                    ? Optional.empty()
                    : Optional.of(new Answer(
                            Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4)));
        }
    }

    /// @return the status; 0 where nothing answers
    static int get(int port, String path) {
        return ask(port, "localhost", "GET " + path).map(Answer::status).orElse(0);
    }

    /// @param request method and target
    /// @param fields  lines of the head beside `Host`
    /// @return empty where nothing answers
    static Optional<Answer> ask(int port, String host, String request, String... fields) {
        try (Socket plain = connect(port)) {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(host)));
                socket.setSSLParameters(parameters);
                return send(socket, port, host, request, fields);
            }
        } catch (IOException | GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    /// The same without TLS.
    static Optional<Answer> askPlain(int port, String host, String request) {
        try (Socket socket = connect(port)) {
            return send(socket, port, host, request);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Optional<Answer> send(Socket socket, int port, String host, String request, String... fields)
            throws IOException {
        StringBuilder head = new StringBuilder("%s HTTP/1.1\r\nHost: %s:%d\r\n".formatted(request, host, port));
        List.of(fields).forEach(field -> head.append(field).append("\r\n"));
        head.append("Connection: close\r\n\r\n");
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
        return Answer.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // What is tested here is whether it answers.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new IllegalStateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
