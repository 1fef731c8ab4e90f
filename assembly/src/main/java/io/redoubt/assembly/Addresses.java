package io.redoubt.assembly;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.tls.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/// What an operator named on the command line.
///
/// @param endpoints `https://HOST[:PORT]`
public record Addresses(List<Endpoint> endpoints) {

    public Addresses {
        endpoints = List.copyOf(endpoints);
    }

    /// @throws ProblemException where one is not an address that can be checked
    public static Addresses parse(List<String> texts) {
        List<Endpoint> endpoints = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String text : texts) {
            try {
                URI uri = new URI(text);
                String scheme = uri.getScheme() == null ? "" : uri.getScheme();
                if (scheme.equals("https") && uri.getHost() != null && uri.getUserInfo() == null) {
                    endpoints.add(Endpoint.of(withoutPath(uri)));
                } else {
                    problems.add(wrong(text, uri));
                }
            } catch (URISyntaxException _) {
                problems.add(Problem.of("'" + text + "' is not a URL", "write it as https://HOST[:PORT]"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return new Addresses(endpoints);
    }

    private static Problem wrong(String text, URI uri) {
        if (uri.getUserInfo() != null) {
            return Problem.of("a URL holds a credential", "leave out what stands before the @");
        }
        if ("http".equals(uri.getScheme())) {
            return Problem.of(
                    "'" + text + "' is plain HTTP", "write https://: the redirect from http is checked with it");
        }
        return Problem.of("'" + text + "' can't be checked", "write it as https://HOST[:PORT]");
    }

    private static URI withoutPath(URI uri) throws URISyntaxException {
        return new URI("https", null, uri.getHost(), uri.getPort(), null, null, null);
    }
}
