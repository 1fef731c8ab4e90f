package io.redoubt.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/// The JDK's client, which asks for `localhost`.
final class EdgeClient implements AutoCloseable {

    private final HttpClient client;
    private final URI base;

    private EdgeClient(HttpClient client, URI base) {
        this.client = client;
        this.base = base;
    }

    static EdgeClient of(ServedEdge edge, HttpClient.Version version) {
        SSLContext context = RawClient.context();
        HttpClient client = HttpClient.newBuilder()
                .version(version)
                .sslContext(context)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        return new EdgeClient(client, URI.create("https://localhost:" + edge.port()));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
    }
}
