package io.redoubt.wire;

/// One HTTP/1.1 request, over TLS (any certificate: it is judged elsewhere) or in the clear. Redirects are not followed.
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
        return new Answer.Undetermined<>(Answer.Obstacle.CANNOT_ASK, "not yet: " + peer + transport + deadline.remainingMillis());
    }

    /// Posts `body` with the given media type (for OCSP, RFC 6960 appendix A).
    public Answer<HttpAnswer> post(String path, String mediaType, Bytes body, int bodyLimit)
            throws InterruptedException {
        return new Answer.Undetermined<>(Answer.Obstacle.CANNOT_ASK, "not yet: " + peer + transport + deadline.remainingMillis());
    }
}
