package io.redoubt.wire;

/// What came of asking for a version.
///
/// @param stands how many suites at once the peer can stand in a ClientHello of this version
record VersionEstablished(Answer<TlsVersion> answer, Stands stands) {

    enum Stands {
        ALL_SUITES,
        BATCHES
    }
}
