package io.redoubt.tls;

import io.redoubt.policy.HostName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a certificate that Redoubt looks after stands.
///
/// @param notBefore from when it holds, or null where there is none yet
/// @param notAfter  when it ends, or null where there is none yet
/// @param renewAt   when the next one is ordered, or null where Redoubt does not order it
/// @param trouble   what went wrong at the last try, and the mend; or null
public record CertificateStanding(
        List<String> names,
        CertificateRequest.Source source,
        @Nullable Instant notBefore,
        @Nullable Instant notAfter,
        @Nullable Instant renewAt,
        @Nullable String trouble) {

    public CertificateStanding {
        names = List.copyOf(names);
    }

    /// Whether the certificate is for a host.
    public boolean covers(String host) {
        return names.stream().anyMatch(name -> HostName.covers(name, host));
    }
}
