package io.redoubt.tls.certificate;

import io.redoubt.tls.endpoint.Lookup;
import io.redoubt.tls.endpoint.Phrase;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.Bytes;
import io.redoubt.wire.Deadline;
import io.redoubt.wire.HttpAnswer;
import io.redoubt.wire.HttpProbe;
import io.redoubt.wire.HttpProbe.Transport;
import io.redoubt.wire.Peer;
import io.redoubt.wire.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/// Fetches what revocation needs from where a certificate says. The certificate is outside input: only plain HTTP as
/// RFC 5280 and RFC 6960 foresee, no redirects, a limit on size, and no address further in than the endpoint's own.
final class RevocationFetch {

    private static final int PLAIN_HTTP = 80;
    private static final int OCSP_LIMIT = 64 << 10;
    private static final int CRL_LIMIT = 10 << 20;

    private final Lookup lookup;

    RevocationFetch(Resolver resolver) {
        this.lookup = new Lookup(resolver);
    }

    /// @param endpoint the address that presented the certificate
    Answer<Bytes> ocsp(URI responder, Bytes request, InetAddress endpoint, Deadline deadline)
            throws InterruptedException {
        return body(
                responder,
                endpoint,
                deadline,
                probe -> probe.post(pathOf(responder), "application/ocsp-request", request, OCSP_LIMIT));
    }

    /// @param endpoint the address that presented the certificate
    Answer<Bytes> crl(URI point, InetAddress endpoint, Deadline deadline) throws InterruptedException {
        return body(point, endpoint, deadline, probe -> probe.get(pathOf(point), CRL_LIMIT));
    }

    @FunctionalInterface
    private interface Exchange {
        Answer<HttpAnswer> with(HttpProbe probe) throws InterruptedException;
    }

    private Answer<Bytes> body(URI from, InetAddress endpoint, Deadline deadline, Exchange exchange)
            throws InterruptedException {
        String host = from.getHost();
        if (host == null || !"http".equalsIgnoreCase(from.getScheme()) || from.getRawUserInfo() != null) {
            return new Undetermined<>(Obstacle.CANNOT_ASK, "not a place to ask: " + Phrase.shown(from.toString()));
        }
        return switch (lookup.of(host, deadline)) {
            case Refused<List<InetAddress>>(String how) -> new Refused<>(how);
            case Undetermined<List<InetAddress>>(Obstacle obstacle, String why) -> new Undetermined<>(obstacle, why);
            case Accepted<List<InetAddress>>(List<InetAddress> found) -> {
                // All of them: a name that leads both out and in is a trick.
                if (!found.stream().allMatch(address -> Reach.of(endpoint).maySendTo(Reach.of(address)))) {
                    yield new Undetermined<>(
                            Obstacle.CANNOT_ASK, Phrase.shown(host) + " leads to an address that is not public");
                }
                int port = from.getPort() == -1 ? PLAIN_HTTP : from.getPort();
                Peer peer = new Peer(host, new InetSocketAddress(found.getFirst(), port));
                yield bodyOf(exchange.with(new HttpProbe(peer, Transport.CLEAR, deadline)));
            }
        };
    }

    private static Answer<Bytes> bodyOf(Answer<HttpAnswer> answer) {
        return switch (answer) {
            case Accepted<HttpAnswer>(HttpAnswer http) when http.status() == 200 -> new Accepted<>(http.body());
            case Accepted<HttpAnswer>(HttpAnswer http) ->
                new Undetermined<>(Obstacle.NOT_THE_PROTOCOL, "it answered with status " + http.status());
            case Refused<HttpAnswer>(String how) -> new Refused<>(how);
            case Undetermined<HttpAnswer>(Obstacle obstacle, String why) -> new Undetermined<>(obstacle, why);
        };
    }

    private static String pathOf(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
