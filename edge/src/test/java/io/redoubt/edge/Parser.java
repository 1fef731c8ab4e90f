package io.redoubt.edge;

import com.sun.net.httpserver.HttpServer;
import io.redoubt.testkit.NginxServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/// A server as a user would have one, and what it has understood: `METHOD target host`, line by line.
interface Parser extends AutoCloseable {

    URI uri();

    /// Stops it when it has read all that was sent to it, so that nothing comes late.
    ///
    /// @return what it has understood
    List<String> end();

    @Override
    void close();

    /// The kinds there are.
    enum Kind {
        NGINX,
        JDK,
        TOMCAT;

        Parser start(Path directory) {
            return switch (this) {
                case NGINX -> new Nginx(directory);
                case JDK -> new Jdk();
                case TOMCAT -> new Tomcats(directory);
            };
        }
    }

    /// It answers what it has understood too, since its log is written later.
    final class Nginx implements Parser {
        private final NginxServer server;
        private final Path log;
        private boolean closed;

        Nginx(Path directory) {
            log = directory.resolve("seen.log");
            server = NginxServer.start("""
                    log_format seen escape=none '$request_method $request_uri $http_host';
                    keepalive_timeout 75s;
                    server {
                      listen <http>;
                      access_log %s seen;
                      client_max_body_size 100m;
                      location / { return 200 "$request_method $request_uri $http_host"; }
                    }
                    """.formatted(log));
        }

        @Override
        public URI uri() {
            return URI.create("http://127.0.0.1:" + server.port("http"));
        }

        /// It has one thread: when it has answered twice, it has read what lay there before, and has written its log.
        @Override
        public List<String> end() {
            try (RawClient last = RawClient.plain(server.port("http"))) {
                for (int i = 0; i < 2; i++) {
                    last.send("GET /end HTTP/1.1\r\nHost: end\r\n\r\n").readResponse();
                }
            }
            close();
            try {
                return Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                        .filter(line -> !line.startsWith("GET /end end"))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                server.close();
            }
        }
    }

    final class Jdk implements Parser {
        private final HttpServer server;
        private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
        private final List<String> seen = new CopyOnWriteArrayList<>();

        Jdk() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                String line = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Host");
                seen.add(line);
                byte[] body = line.getBytes(StandardCharsets.ISO_8859_1);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.setExecutor(requests);
            server.start();
        }

        @Override
        public URI uri() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public List<String> end() {
            close();
            return List.copyOf(seen);
        }

        @Override
        public void close() {
            server.stop(0);
            requests.close();
        }
    }

    final class Tomcats implements Parser {
        private final Tomcat tomcat = new Tomcat();
        private boolean closed;
        private final List<String> seen = new CopyOnWriteArrayList<>();

        Tomcats(Path directory) {
            tomcat.setBaseDir(directory.toString());
            tomcat.setPort(0);
            tomcat.setHostname("localhost");
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            Context context = tomcat.addContext("", directory.toString());
            Tomcat.addServlet(context, "all", new All(seen));
            context.addServletMappingDecoded("/*", "all");
            try {
                tomcat.start();
            } catch (LifecycleException e) {
                throw new IllegalStateException(e);
            }
        }

        private static final class All extends HttpServlet {
            private static final long serialVersionUID = 1L;
            private final transient List<String> seen;

            All(List<String> seen) {
                this.seen = seen;
            }

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                request.getInputStream().readAllBytes();
                String query = request.getQueryString();
                String line = request.getMethod() + " " + request.getRequestURI() + (query == null ? "" : "?" + query)
                        + " " + request.getHeader("Host");
                seen.add(line);
                byte[] body = line.getBytes(StandardCharsets.ISO_8859_1);
                response.setContentLength(body.length);
                response.getOutputStream().write(body);
            }
        }

        @Override
        public URI uri() {
            return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
        }

        @Override
        public List<String> end() {
            close();
            return List.copyOf(seen);
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                tomcat.stop();
                tomcat.destroy();
            } catch (LifecycleException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
