import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Opens many connections, asks once on each, and lets them be: `PORT COUNT`. Prints when all are open.
final class IdleConnections {

    private IdleConnections() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        byte[] request = "GET /1k HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket plain = new Socket();
            plain.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
            tls.setSoTimeout(10_000);
            tls.startHandshake();
            tls.getOutputStream().write(request);
            if (tls.getInputStream().read(new byte[8_192]) < 0) {
                throw new IllegalStateException("closed after " + i);
            }
            open.add(tls);
        }
        System.out.println(open.size() + " open");
        new CountDownLatch(1).await();
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
