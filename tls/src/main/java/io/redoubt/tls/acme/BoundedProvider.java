package io.redoubt.tls.acme;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;

/// One authority, by the URL of its directory, with connections that have limits.
final class BoundedProvider extends AbstractAcmeProvider {

    private final URI directory;
    private final SSLContext trust;
    private final Duration patience;

    /// @param patience with one connection, the head of one answer, and its body
    BoundedProvider(URI directory, SSLContext trust, Duration patience) {
        this.directory = directory;
        this.trust = trust;
        this.patience = patience;
    }

    @Override
    public boolean accepts(URI server) {
        return directory.equals(server);
    }

    @Override
    public URL resolve(URI server) {
        try {
            return server.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("no URL of a directory: " + server, e);
        }
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .sslContext(trust)
                .build();
    }

    @Override
    public Connection connect(URI server, NetworkSettings settings, HttpClient client) {
        return new BoundedConnection(createHttpConnector(settings, client), patience);
    }
}
