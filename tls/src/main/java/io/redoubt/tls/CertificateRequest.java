package io.redoubt.tls;

import io.redoubt.policy.HostName;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A certificate that Redoubt keeps renewed.
///
/// @param names DNS names, at least one
/// @param chain the file that someone else writes it to, PEM, the leaf first; or null
/// @param key   the file of its private key, absolute, or null where Redoubt keeps it or it is not said
public record CertificateRequest(
        List<String> names,
        Source from,
        @Nullable Path chain,
        @Nullable Path key) {

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

    private static final Key<String> CHAIN = Key.optional(
            "chain",
            Texts.PATH.where(text -> text.startsWith("/"), "is not absolute", "write one that begins with /"),
            "with `from: files`: the file of the certificate and its issuers, PEM; it is taken when it changes");

    private static final Key<String> KEY = Key.optional(
            "key",
            Texts.PATH.where(text -> text.startsWith("/"), "is not absolute", "write one that begins with /"),
            "the file of its private key, whose permissions are looked at");

    static final Shape<CertificateRequest> SHAPE = Shape.of(
                    "a certificate",
                    List.of(NAMES, FROM, CHAIN, KEY),
                    values -> new CertificateRequest(
                            values.get(NAMES).stream().map(HostName::text).toList(),
                            values.get(FROM),
                            values.find(CHAIN).map(Path::of).orElse(null),
                            values.find(KEY).map(Path::of).orElse(null)))
            .with((request, at, in) -> {
                if (request.chain != null && (request.from != Source.FILES || request.key == null)) {
                    in.problem(
                            at.key("chain"),
                            "is for certificates from files, and needs the file of their key",
                            "write 'from: files' and 'key: FILE', or remove it");
                }
            });

    public CertificateRequest {
        names = List.copyOf(names);
    }

    /// Without a file that it is read from.
    public CertificateRequest(List<String> names, Source from, @Nullable Path key) {
        this(names, from, null, key);
    }

    /// What it is kept under: its names, whatever their order.
    String id() {
        return names.stream().sorted().collect(Collectors.joining(" "));
    }
}
