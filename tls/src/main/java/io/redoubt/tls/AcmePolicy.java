package io.redoubt.tls;

import io.redoubt.policy.Key;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import io.redoubt.policy.Urls;
import io.redoubt.tls.acme.AcmeAuthority.Terms;
import io.redoubt.tls.acme.ChallengeKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How certificates are got from a public authority.
///
/// @param directory of the authority
/// @param email     whom it writes to, or null
/// @param hook      the program that publishes TXT records, absolute, or null
/// @param trust     roots by which its server is known, beside the runtime's, or null
public record AcmePolicy(
        URI directory,
        @Nullable String email,
        Terms terms,
        ChallengeKind challenge,
        @Nullable Path hook,
        @Nullable Path trust) {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s,:?]{1,64}@[A-Za-z0-9.-]{1,253}");

    private static final Key<URI> DIRECTORY = Key.of(
            "directory",
            Urls.of("an https URL", "https://acme-v02.api.letsencrypt.org/directory", "https"),
            "https://acme-v02.api.letsencrypt.org/directory",
            "the CA's ACME directory");
    private static final Key<String> CONTACT = Key.optional(
            "email",
            ScalarType.of(
                    "an e-mail address",
                    "ops@example.com",
                    text -> EMAIL.matcher(text).matches()
                            ? Parsed.value(text)
                            : Parsed.wrong("is not an e-mail address", "use one such as ops@example.com")),
            "whom the CA writes to");
    private static final Key<Terms> TERMS = Key.of(
            "terms-of-service",
            ScalarType.words("an answer to terms", Terms.values()),
            "not-agreed",
            "`agreed` when you have read and agree to the CA's terms: nothing is ordered before");
    private static final Key<ChallengeKind> CHALLENGE = Key.of(
            "challenge",
            ScalarType.words("a challenge", words()),
            "http-01",
            "how the CA sees that a name is yours: `http-01`, `tls-alpn-01`, or `dns-01`, which wildcards need");
    private static final Key<String> HOOK = Key.optional(
            "dns-hook",
            absolute(),
            "the program that publishes a record: PROGRAM present|cleanup NAME VALUE; returns when it can be seen");
    private static final Key<String> TRUST =
            Key.optional("trust", absolute(), "PEM roots by which the CA's own server is known, beside the system's");

    static final Shape<AcmePolicy> SHAPE = Shape.of(
                    "how certificates are got by ACME",
                    List.of(DIRECTORY, CONTACT, TERMS, CHALLENGE, HOOK, TRUST),
                    values -> new AcmePolicy(
                            values.get(DIRECTORY),
                            values.orNull(CONTACT),
                            values.get(TERMS),
                            values.get(CHALLENGE),
                            values.find(HOOK).map(Path::of).orElse(null),
                            values.find(TRUST).map(Path::of).orElse(null)))
            .with((policy, at, in) -> {
                if (policy.challenge == ChallengeKind.DNS_01 && policy.hook == null) {
                    in.problem(
                            at.key("challenge"),
                            "'dns-01' needs a program that publishes records",
                            "name it as dns-hook");
                }
            });

    /// Nothing can be ordered by this: nobody agreed to anything.
    static AcmePolicy defaults() {
        return new AcmePolicy(
                URI.create(String.valueOf(DIRECTORY.otherwise())),
                null,
                Terms.NOT_AGREED,
                ChallengeKind.HTTP_01,
                null,
                null);
    }

    private static ScalarType<String> absolute() {
        return Texts.PATH.where(text -> text.startsWith("/"), "is not absolute", "write one that begins with /");
    }

    private static Map<String, ChallengeKind> words() {
        Map<String, ChallengeKind> words = new LinkedHashMap<>();
        Arrays.stream(ChallengeKind.values()).forEach(kind -> words.put(kind.text(), kind));
        return words;
    }
}
