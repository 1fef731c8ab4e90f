package io.redoubt.tls;

import io.redoubt.policy.HostName;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A certificate that Redoubt keeps renewed.
///
/// @param names DNS names, at least one
/// @param key   the file of its private key, absolute, or null where Redoubt keeps it or it is not said
public record CertificateRequest(
        List<String> names, Source from, @Nullable Path key) {

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

    private static final Key<String> KEY = Key.optional(
            "key",
            Texts.PATH.where(text -> text.startsWith("/"), "is not absolute", "write one that begins with /"),
            "the file of its private key, whose permissions are looked at");

    static final Shape<CertificateRequest> SHAPE = Shape.of(
            "a certificate",
            List.of(NAMES, FROM, KEY),
            values -> new CertificateRequest(
                    values.get(NAMES).stream().map(HostName::text).toList(),
                    values.get(FROM),
                    values.find(KEY).map(Path::of).orElse(null)));

    public CertificateRequest {
        names = List.copyOf(names);
    }
}
