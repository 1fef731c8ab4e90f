package io.redoubt.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// URLs as policies write them: absolute, with a host, and without a user.
public final class Urls {

    private Urls() {}

    /// @param noun    what it is: `an https URL`
    /// @param example what one could write
    /// @param schemes which may begin it
    public static ScalarType<URI> of(String noun, String example, String... schemes) {
        List<String> allowed = List.of(schemes);
        return new ScalarType<>(
                noun,
                example,
                text -> parse(text, noun, example, allowed),
                Map.of("type", "string", "pattern", "^(" + String.join("|", allowed) + ")://"));
    }

    /// The same, without path, query and fragment.
    public static ScalarType<URI> bare(String noun, String example, String... schemes) {
        return of(noun, example, schemes)
                .where(
                        url -> (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                                && url.getRawQuery() == null,
                        "has a path",
                        "write scheme, host and port only, such as " + example)
                .map(url -> URI.create(url.getScheme() + "://" + url.getRawAuthority()));
    }

    private static Parsed<URI> parse(String text, String noun, String example, List<String> schemes) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return Parsed.wrong("is not " + noun, "use one such as " + example);
        }
        String scheme = url.getScheme();
        if (scheme == null || !Set.copyOf(schemes).contains(scheme) || url.isOpaque()) {
            String mend = text.contains("://")
                    ? "begin it with " + Suggestion.oneOf(schemes) + "://"
                    : "use one such as " + example;
            return Parsed.wrong("is not " + noun, mend);
        }
        if (!hosted(url)) {
            return Parsed.wrong("has no host, or one that can't be", "use one such as " + example);
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            return Parsed.wrong("has a port that can't be", "use one from 1 to 65535");
        }
        return url.getRawFragment() != null || (url.getRawUserInfo() != null && scheme.startsWith("http"))
                ? Parsed.wrong("has a user or a fragment", "remove it")
                : Parsed.value(url);
    }

    private static boolean hosted(URI url) {
        String host = url.getHost();
        if (host == null || host.isEmpty()) {
            return false;
        }
        return host.startsWith("[")
                ? Address.parse(host.substring(1, host.length() - 1)) instanceof Parsed.Value<Address>
                : Address.parse(host) instanceof Parsed.Value<Address>
                        || HostName.parse(host) instanceof Parsed.Value<HostName>;
    }
}
