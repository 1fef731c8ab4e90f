package io.redoubt.tls;

import java.util.List;

/// A certificate that Redoubt keeps renewed.
///
/// @param names DNS names, at least one
public record CertificateRequest(List<String> names, Source from) {

    /// Who issues it.
    public enum Source {
        ACME,
        INTERNAL,
        FILES
    }

    public CertificateRequest {
        names = List.copyOf(names);
    }
}
