package io.redoubt.edge.forward;

import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RequestHead;
import org.jspecify.annotations.Nullable;

/// How much of a request's body has come, against what its head said and what is allowed.
final class RequestBody {

    private final long told;
    private long limit;
    private long bytes;
    private boolean ended;
    private boolean begun;

    /// @param limit bytes
    RequestBody(RequestHead request, long limit) {
        this.told = request.bodyLength();
        this.limit = limit;
        this.ended = !request.hasBody();
    }

    /// @param other bytes
    void limit(long other) {
        limit = other;
    }

    /// Whether the head says that more will come than is allowed.
    boolean tooLong() {
        return told > limit;
    }

    /// Counts so many bytes more.
    ///
    /// @return why they are not to be sent on, or null
    @Nullable
    Refusal more(int size) {
        bytes += size;
        if (bytes > limit) {
            return Refusal.BODY_TOO_LARGE;
        }
        return told >= 0 && bytes > told ? Refusal.AMBIGUOUS_FRAMING : null;
    }

    /// Counts bytes of a tunnel, which has no end that could be told.
    void tunnelled(int size) {
        bytes += size;
    }

    /// Nothing more comes.
    ///
    /// @return whether it is all that the head said
    boolean end() {
        boolean whole = told < 0 || bytes == told;
        ended |= whole;
        return whole;
    }

    boolean ended() {
        return ended;
    }

    /// A piece of it goes to a server, so that no other server can have the request.
    void begin() {
        begun = true;
    }

    boolean begun() {
        return begun;
    }

    long bytes() {
        return bytes;
    }
}
