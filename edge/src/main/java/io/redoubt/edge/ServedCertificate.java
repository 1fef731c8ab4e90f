package io.redoubt.edge;

import io.redoubt.policy.Secret;
import java.util.List;

/// A certificate and the names it is shown for.
///
/// @param names `shop.example.com`, or `*.example.com` for one label below; empty for one that only `fallback` shows
/// @param chain PEM, the leaf first
/// @param key   PEM, PKCS#8, not encrypted
/// @param fallback shown to whoever asks for another name or for none; without such a one their handshake is refused
public record ServedCertificate(List<String> names, String chain, Secret key, boolean fallback) {

    public ServedCertificate {
        names = List.copyOf(names);
        if (names.isEmpty() && !fallback) {
            throw new IllegalArgumentException("a certificate without a name is shown to nobody");
        }
    }
}
