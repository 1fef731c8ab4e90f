package io.redoubt.tls.web;

import io.redoubt.wire.HttpAnswer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where an answer sends its client (RFC 9110, section 15.4).
///
/// @param scheme in lower case
/// @param host   in lower case, without brackets
/// @param port   the scheme's own where none is named
public record Redirect(String scheme, String host, int port) {

    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    public static boolean isOne(HttpAnswer answer) {
        return STATUSES.contains(answer.status());
    }

    /// Empty where there is not exactly one `Location` that can be followed.
    ///
    /// @param from what was asked, for a relative reference
    public static Optional<Redirect> of(HttpAnswer answer, URI from) {
        List<String> locations = answer.all("location");
        if (!isOne(answer) || locations.size() != 1) {
            return Optional.empty();
        }
        try {
            URI target = from.resolve(new URI(locations.getFirst().strip()));
            if (target.getHost() == null || target.getScheme() == null) {
                return Optional.empty();
            }
            String scheme = target.getScheme().toLowerCase(Locale.ROOT);
            int ownPort = scheme.equals("https") ? HTTPS : HTTP;
            return Optional.of(new Redirect(
                    scheme,
                    target.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", ""),
                    target.getPort() == -1 ? ownPort : target.getPort()));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
