package io.redoubt.wire;

import java.util.function.Function;

/// What a peer answered to one question. A refusal is an answer; silence is none.
public sealed interface Answer<T> {

    /// The peer agreed to what was offered.
    record Accepted<T>(T value) implements Answer<T> {}

    /// The peer answered, in its protocol, that it will not.
    ///
    /// @param how the peer's own words: `alert protocol_version`
    record Refused<T>(String how) implements Answer<T> {}

    /// No answer that tells either way.
    ///
    /// @param why one line that names the peer, nothing secret
    record Undetermined<T>(Obstacle obstacle, String why) implements Answer<T> {}

    /// What stood in the way of an answer.
    enum Obstacle {
        /// The name has no address.
        UNRESOLVED,
        /// No route to the address from here.
        UNREACHABLE,
        /// Nothing listens there.
        CONNECTION_REFUSED,
        /// No answer in time.
        TIMED_OUT,
        /// The connection was reset or closed before an answer.
        CLOSED,
        /// What came was not the protocol, or beyond a limit.
        NOT_THE_PROTOCOL,
        /// The question can't be put from here.
        CANNOT_ASK
    }

    default <R> Answer<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Accepted<T>(T value) -> new Accepted<>(change.apply(value));
            case Refused<T>(String how) -> new Refused<>(how);
            case Undetermined<T>(Obstacle obstacle, String why) -> new Undetermined<>(obstacle, why);
        };
    }
}
