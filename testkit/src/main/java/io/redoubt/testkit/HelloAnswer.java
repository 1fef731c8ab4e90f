package io.redoubt.testkit;

/// What a scripted TLS server answers to a ClientHello. It never finishes a handshake: what a probe needs to see comes
/// before that.
public sealed interface HelloAnswer {

    /// A ServerHello and, before TLS 1.3, the rest of the flight.
    record Choose(int version, int suite, KeyExchange keyExchange) implements HelloAnswer {}

    /// A HelloRetryRequest of TLS 1.3.
    record Retry(int suite, int group) implements HelloAnswer {}

    /// A fatal alert, by its number: 40 is handshake_failure, 70 protocol_version.
    record Alert(int description) implements HelloAnswer {}

    /// Anything else: closes, resets, silence, bytes.
    record Play(Script script) implements HelloAnswer {}

    /// What keys are agreed in.
    sealed interface KeyExchange {

        /// Static RSA: no message about it.
        record Static() implements KeyExchange {}

        record Curve(int group) implements KeyExchange {}

        /// A finite field whose prime has so many bits.
        record Field(int bits) implements KeyExchange {}
    }
}
