package io.redoubt.wire;

/// What a peer says to a ClientHello.
sealed interface HelloReply {

    record Chosen(ServerHello hello) implements HelloReply {}

    /// @param how the peer's own words: `alert handshake_failure`
    record Declined(String how, Reason reason) implements HelloReply {}

    enum Reason {
        /// Of what was offered, nothing suits.
        OFFER,
        /// The peer may have stumbled over how the offer was made, say over its size.
        FORM
    }
}
