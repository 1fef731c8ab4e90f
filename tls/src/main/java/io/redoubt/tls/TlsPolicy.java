package io.redoubt.tls;

import io.redoubt.policy.Mode;
import io.redoubt.wire.TlsVersion;
import java.time.Duration;
import java.util.List;

/// The section `tls`.
///
/// @param minimum      the oldest version that may be accepted
/// @param endpoints    what to verify
/// @param certificates what to renew
/// @param renewBefore  a certificate that ends sooner is due
public record TlsPolicy(
        Mode mode,
        TlsVersion minimum,
        List<Endpoint> endpoints,
        List<CertificateRequest> certificates,
        Duration renewBefore) {

    public TlsPolicy {
        endpoints = List.copyOf(endpoints);
        certificates = List.copyOf(certificates);
    }

    /// What is measured against where no policy is: the defaults, and the endpoints that were named.
    public static TlsPolicy defaults(List<Endpoint> endpoints) {
        return new TlsPolicy(Mode.VERIFY, TlsVersion.TLS_1_3, endpoints, List.of(), Duration.ofDays(30));
    }
}
