package io.redoubt.wire;

import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.bouncycastle.tls.ProtocolName;

/// One HTTP/1.1 request, over TLS (any certificate: it is judged elsewhere) or in the clear. Redirects are not
/// followed.
///
/// Refused is the peer's alert during the TLS handshake; every HTTP status is an answer.
public final class HttpProbe {

    /// Whether the request travels inside TLS.
    public enum Transport {
        TLS,
        CLEAR
    }

    private final Peer peer;
    private final Transport transport;
    private final Deadline deadline;

    public HttpProbe(Peer peer, Transport transport, Deadline deadline) {
        this.peer = peer;
        this.transport = transport;
        this.deadline = deadline;
    }

    /// @param path      begins with `/`
    /// @param bodyLimit bytes of the body to keep; the rest is not read
    public Answer<HttpAnswer> get(String path, int bodyLimit) throws InterruptedException {
        return Question.put(() -> exchange(HttpRequest.get(peer, transport, path), bodyLimit));
    }

    /// Posts `body` with the given media type (for OCSP, RFC 6960 appendix A).
    public Answer<HttpAnswer> post(String path, String mediaType, Bytes body, int bodyLimit)
            throws InterruptedException {
        return Question.put(() -> exchange(HttpRequest.post(peer, transport, path, mediaType, body), bodyLimit));
    }

    private Answer<HttpAnswer> exchange(HttpRequest request, int bodyLimit) throws NoAnswer, InterruptedException {
        int keep = Math.max(0, bodyLimit);
        // Records and chunks add to a body; an eighth is more than they need.
        int byteLimit = (int) Math.min(Integer.MAX_VALUE, (long) Connection.BYTE_LIMIT + keep + keep / 8);
        try (Connection connection = Connection.open(peer, deadline.within(Question.PATIENCE), byteLimit)) {
            return switch (transport) {
                case CLEAR -> new Accepted<>(exchange(connection.input(), connection.output(), request, keep));
                case TLS -> overTls(connection, request, keep);
            };
        }
    }

    private Answer<HttpAnswer> overTls(Connection connection, HttpRequest request, int bodyLimit) throws NoAnswer {
        return switch (TlsSession.open(connection, peer, Optional.of(ProtocolName.HTTP_1_1))) {
            case TlsSession.Established(TlsSession session) -> {
                HttpAnswer answer = exchange(session.input(), session.output(), request, bodyLimit);
                session.close();
                yield new Accepted<>(answer);
            }
            case TlsSession.Failed(String how, TlsSession.By by, Optional<Handshake> _) ->
                switch (by) {
                    case PEER -> new Refused<>(how);
                    case US ->
                        throw new NoAnswer(
                                Obstacle.CANNOT_ASK, "no handshake with " + peer + " could be finished: " + how);
                };
        };
    }

    private HttpAnswer exchange(InputStream input, OutputStream output, HttpRequest request, int bodyLimit)
            throws NoAnswer {
        try {
            output.write(request.bytes().toArray());
            output.flush();
        } catch (NoAnswer e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new NoAnswer(
                    Obstacle.CLOSED, peer + " broke the connection: " + Excerpt.of(String.valueOf(e.getMessage())));
        }
        return new HttpResponseReader(new PeerInput(input, peer), peer, bodyLimit).read();
    }
}
