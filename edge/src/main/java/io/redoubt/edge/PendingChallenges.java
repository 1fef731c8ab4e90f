package io.redoubt.edge;

import java.util.Map;

/// Challenges of ACME that wait to be asked for.
///
/// @param tokens what `/.well-known/acme-challenge/TOKEN` on plain HTTP answers, by token (RFC 8555, 8.3)
/// @param alpn   the certificate for who asks for `acme-tls/1`, by name (RFC 8737)
public record PendingChallenges(Map<String, String> tokens, Map<String, ServedCertificate> alpn) {

    public static final PendingChallenges NONE = new PendingChallenges(Map.of(), Map.of());

    public PendingChallenges {
        tokens = Map.copyOf(tokens);
        alpn = Map.copyOf(alpn);
    }
}
