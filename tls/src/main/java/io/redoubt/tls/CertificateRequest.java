package io.redoubt.tls;

import io.redoubt.policy.HostName;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
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

    private static final Key<List<HostName>> NAMES =
            Key.required("names", ListType.of(HostName.WILDCARD).orSingle().notEmpty(), "the DNS names that it is for");
    private static final Key<Source> FROM = Key.of(
            "from",
            ScalarType.words("a source of certificates", Source.values()),
            "acme",
            "who issues it: `acme` a public CA, `internal` Redoubt's own, `files` someone else, who writes files");

    static final Shape<CertificateRequest> SHAPE = Shape.of(
            "a certificate",
            List.of(NAMES, FROM),
            values -> new CertificateRequest(
                    values.get(NAMES).stream().map(HostName::text).toList(), values.get(FROM)));

    public CertificateRequest {
        names = List.copyOf(names);
    }
}
