package io.redoubt.tls.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One policy of the header `Content-Security-Policy` (W3C CSP 3, section 2.2).
///
/// @param directives values by name; the first one of a name counts
public record ContentSecurityPolicy(Map<String, List<String>> directives) {

    private static final String FRAMING = "frame-ancestors";
    private static final Pattern DIGEST = Pattern.compile("'sha(256|384|512)-.*");
    private static final Set<String> ANYBODY = Set.of("*", "http:", "https:", "http://*", "https://*");

    public ContentSecurityPolicy {
        directives = Map.copyOf(directives);
    }

    /// All policies of all headers: a browser enforces each of them.
    public static List<ContentSecurityPolicy> parse(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(ContentSecurityPolicy::parse)
                .filter(policy -> !policy.directives().isEmpty())
                .toList();
    }

    private static ContentSecurityPolicy parse(String policy) {
        Map<String, List<String>> directives = new LinkedHashMap<>();
        for (String directive : policy.split(";", -1)) {
            List<String> words = Arrays.stream(
                            directive.strip().toLowerCase(Locale.ROOT).split("\\s+", -1))
                    .filter(word -> !word.isEmpty())
                    .toList();
            if (!words.isEmpty()) {
                directives.putIfAbsent(words.getFirst(), words.subList(1, words.size()));
            }
        }
        return new ContentSecurityPolicy(directives);
    }

    /// Whether a script within the page, an element or an event handler, runs whoever put it there. A nonce, a digest
    /// or `strict-dynamic` makes browsers pass over `unsafe-inline` (section 6.7.3.2).
    public boolean allowsInlineScript() {
        return allowsInline("script-src-elem") || allowsInline("script-src-attr");
    }

    private boolean allowsInline(String kind) {
        Optional<List<String>> sources = Optional.ofNullable(directives.get(kind))
                .or(() -> Optional.ofNullable(directives.get("script-src")))
                .or(() -> Optional.ofNullable(directives.get("default-src")));
        return sources.isEmpty()
                || (sources.get().contains("'unsafe-inline'")
                        && sources.get().stream()
                                .noneMatch(source -> source.startsWith("'nonce-")
                                        || DIGEST.matcher(source).matches()
                                        || source.equals("'strict-dynamic'")));
    }

    /// Whether it says who may frame the page.
    public boolean speaksOfFraming() {
        return directives.containsKey(FRAMING);
    }

    /// Whether that is not everybody.
    public boolean limitsFraming() {
        List<String> ancestors = directives.get(FRAMING);
        return ancestors != null && ancestors.stream().noneMatch(ANYBODY::contains);
    }
}
