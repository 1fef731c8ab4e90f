package io.redoubt.wire;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// One handshake: what a client that offers everything gets.
///
/// @param chain     as the server sent it, the leaf first; at most 10 certificates
/// @param stapled   the OCSP response that came with it (RFC 6066), DER
/// @param completed false where the server's flight could be read, but the handshake not finished
public record Handshake(
        TlsVersion version,
        CipherSuite suite,
        Optional<Group> group,
        List<X509Certificate> chain,
        Optional<Bytes> stapled,
        boolean completed) {}
