package io.redoubt.edge;

import java.util.Optional;

/// What a certificate authority asks for to see that a name is ours. Asked on the event loop: it answers from memory.
/// Those of the snapshot come first.
public interface Challenges {

    Challenges NONE = new Challenges() {
        @Override
        public Optional<String> http(String token) {
            return Optional.empty();
        }

        @Override
        public Optional<ServedCertificate> alpn(String name) {
            return Optional.empty();
        }
    };

    /// The key authorization for `/.well-known/acme-challenge/TOKEN` (RFC 8555, 8.3).
    Optional<String> http(String token);

    /// The certificate for a client that asks for this name and for `acme-tls/1` only (RFC 8737).
    Optional<ServedCertificate> alpn(String name);
}
