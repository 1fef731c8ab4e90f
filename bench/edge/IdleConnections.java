import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Opens many connections, 16 at a time, asks once on each, and lets them be: `PORT COUNT`. Prints when all are open.
final class IdleConnections {

    private static final int AT_A_TIME = 16;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] REQUEST =
            "GET /1k HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private IdleConnections() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
        try (ExecutorService openers = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(openers.submit(() -> open.add(opened(context, port))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        System.out.println(open.size() + " open");
        new CountDownLatch(1).await();
    }

    private static Socket opened(SSLContext context, int port) throws Exception {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setNamedGroups(new String[] {"x25519"});
        tls.setSSLParameters(parameters);
        tls.setSoTimeout(PATIENCE_MILLIS);
        tls.startHandshake();
        tls.getOutputStream().write(REQUEST);
        if (tls.getInputStream().read(new byte[8_192]) < 0) {
            throw new IllegalStateException("closed");
        }
        return tls;
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
