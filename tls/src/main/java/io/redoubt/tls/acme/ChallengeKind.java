package io.redoubt.tls.acme;

/// By which question an authority sees that a name is ours.
public enum ChallengeKind {
    /// A file on plain HTTP (RFC 8555, section 8.3).
    HTTP_01("http-01"),
    /// A certificate in the TLS handshake (RFC 8737).
    TLS_ALPN_01("tls-alpn-01"),
    /// A TXT record (RFC 8555, section 8.4): the only one for wildcards.
    DNS_01("dns-01");

    private final String text;

    ChallengeKind(String text) {
        this.text = text;
    }

    /// As RFC 8555 calls it.
    public String text() {
        return text;
    }
}
