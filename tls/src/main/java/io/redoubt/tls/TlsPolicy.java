package io.redoubt.tls;

import io.redoubt.policy.Durations;
import io.redoubt.policy.HostName;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Mode;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.Reader;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import io.redoubt.wire.TlsVersion;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The section `tls`.
///
/// @param minimum      the oldest version that may be accepted
/// @param endpoints    what to verify
/// @param certificates what to renew
/// @param acme         how those of a public authority are got
/// @param renewBefore  a certificate that ends sooner is due
/// @param nginx        the main configuration file of the nginx on this machine that may be mended, or null
public record TlsPolicy(
        Mode mode,
        TlsVersion minimum,
        List<Endpoint> endpoints,
        List<CertificateRequest> certificates,
        AcmePolicy acme,
        Duration renewBefore,
        @Nullable String nginx) {

    private static final Key<Mode> MODE =
            Key.of("mode", Mode.TYPE, "verify", "`verify` only looks; `enforce` also renews the certificates");
    private static final ScalarType<TlsVersion> MINIMUMS = new ScalarType<>(
            "a TLS version",
            "\"1.3\"",
            TlsPolicy::minimum,
            Map.of("enum", List.of("1.3", "1.2", new BigDecimal("1.3"), new BigDecimal("1.2"))));
    private static final Key<TlsVersion> MINIMUM = Key.of(
            "minimum", MINIMUMS, "1.3", "the oldest version that may be accepted; 1.1 and older never may (RFC 8996)");
    private static final Key<List<Endpoint>> ENDPOINTS = Key.of(
            "endpoints",
            ListType.of(Endpoint.TYPE),
            "[]",
            "what to verify beside the hosts of the edge's routes: a URL, or `{ url: URL, plain-http: PORT }`");
    private static final Key<List<CertificateRequest>> CERTIFICATES =
            Key.of("certificates", ListType.of(CertificateRequest.SHAPE), "[]", "what to keep renewed");
    private static final Key<AcmePolicy> ACME =
            Key.of("acme", AcmePolicy.SHAPE, "{}", "the CA for certificates `from: acme`");
    private static final Key<Duration> RENEW_BEFORE =
            Key.of("renew-before", Durations.TYPE, "30d", "a certificate that ends sooner is due");
    private static final Key<String> NGINX = Key.optional(
            "nginx",
            Texts.PATH,
            "the main configuration file of the nginx on this machine that serves the endpoints: `redoubt plan` mends it");

    public static final Shape<TlsPolicy> SHAPE = Shape.of(
                    "the section tls",
                    List.of(MODE, MINIMUM, ENDPOINTS, CERTIFICATES, ACME, RENEW_BEFORE, NGINX),
                    values -> new TlsPolicy(
                            values.get(MODE),
                            values.get(MINIMUM),
                            values.get(ENDPOINTS),
                            values.get(CERTIFICATES),
                            values.get(ACME),
                            values.get(RENEW_BEFORE),
                            values.orNull(NGINX)))
            .with(TlsPolicy::refuseDuplicates);

    public TlsPolicy {
        endpoints = List.copyOf(endpoints);
        certificates = List.copyOf(certificates);
    }

    /// Without an nginx that may be mended.
    public TlsPolicy(
            Mode mode,
            TlsVersion minimum,
            List<Endpoint> endpoints,
            List<CertificateRequest> certificates,
            Duration renewBefore) {
        this(mode, minimum, endpoints, certificates, AcmePolicy.defaults(), renewBefore, null);
    }

    /// The same, for more endpoints.
    public TlsPolicy withEndpoints(List<Endpoint> others) {
        return new TlsPolicy(mode, minimum, others, certificates, acme, renewBefore, nginx);
    }

    /// What is measured against where no policy is: the defaults, and the endpoints that were named.
    public static TlsPolicy defaults(List<Endpoint> endpoints) {
        return new TlsPolicy(Mode.VERIFY, TlsVersion.TLS_1_3, endpoints, List.of(), Duration.ofDays(30));
    }

    private static Parsed<TlsVersion> minimum(String text) {
        TlsVersion version = TlsVersion.parse(text).orElse(null);
        if (version == null) {
            return Parsed.wrong("is not a TLS version", "use 1.3");
        }
        return version.atLeast(TlsVersion.TLS_1_2)
                ? Parsed.value(version)
                : Parsed.wrong("is too old for anyone to accept (RFC 8996)", "use 1.3");
    }

    private static void refuseDuplicates(TlsPolicy policy, Origin at, Reader in) {
        Set<String> seen = new HashSet<>();
        for (Endpoint endpoint : policy.endpoints) {
            if (!seen.add(endpoint.host() + ":" + endpoint.port())) {
                in.problem(in.of(endpoint), "this endpoint is here twice", "keep one of the two");
            }
        }
        Set<HostName> named = new HashSet<>();
        for (CertificateRequest request : policy.certificates) {
            for (String name : request.names()) {
                if (!named.add(new HostName(name))) {
                    in.problem(
                            in.of(request).key("names"),
                            "'%s' is in two certificates, or twice in one".formatted(name),
                            "keep one of the two");
                }
            }
        }
    }
}
