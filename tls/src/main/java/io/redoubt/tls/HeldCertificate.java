package io.redoubt.tls;

import io.redoubt.policy.Secret;
import java.time.Instant;
import java.util.List;

/// A certificate as a server is given it.
///
/// @param names DNS names that it was got for
/// @param chain PEM, the leaf first
/// @param key   PEM, PKCS#8, not encrypted
public record HeldCertificate(List<String> names, String chain, Secret key, Instant notBefore, Instant notAfter) {

    public HeldCertificate {
        names = List.copyOf(names);
    }
}
