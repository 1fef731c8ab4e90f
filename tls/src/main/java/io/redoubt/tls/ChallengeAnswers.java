package io.redoubt.tls;

import java.util.Map;

/// What authorities may ask this node for now.
///
/// @param tokens what `/.well-known/acme-challenge/TOKEN` on plain HTTP answers, by token (RFC 8555, section 8.3)
/// @param alpn   the certificate for whoever asks for `acme-tls/1` only, by name (RFC 8737)
public record ChallengeAnswers(Map<String, String> tokens, Map<String, HeldCertificate> alpn) {

    static final ChallengeAnswers NONE = new ChallengeAnswers(Map.of(), Map.of());

    public ChallengeAnswers {
        tokens = Map.copyOf(tokens);
        alpn = Map.copyOf(alpn);
    }

    /// A token lets whoever asks first learn a digest of the account's key, and nothing that is worth keeping; but
    /// what is not needed is not shown.
    @Override
    public String toString() {
        return tokens.size() + " tokens, " + alpn.size() + " certificates";
    }
}
