package io.redoubt.assembly;

import io.redoubt.data.Database;
import io.redoubt.policy.Confidential;
import io.redoubt.policy.Credentials;
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
/// @param databases `postgresql://[USER@]HOST[:PORT]/DATABASE`
public record Addresses(List<Endpoint> endpoints, List<Database> databases) {

    private static final int LAST_PORT = 65_535;

    public Addresses {
        endpoints = List.copyOf(endpoints);
        databases = List.copyOf(databases);
    }

    /// @throws ProblemException where one is not an address that can be checked
    public static Addresses parse(List<String> texts) {
        List<Endpoint> endpoints = new ArrayList<>();
        List<Database> databases = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String text : texts) {
            switch (parse(text)) {
                case Named.Web(Endpoint endpoint) -> endpoints.add(endpoint);
                case Named.Postgresql(Database database) -> databases.add(database);
                case Named.Nothing(Problem problem) -> problems.add(problem);
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return new Addresses(endpoints, databases);
    }

    /// What one text names.
    private sealed interface Named {
        record Web(Endpoint endpoint) implements Named {}

        record Postgresql(Database database) implements Named {}

        record Nothing(Problem problem) implements Named {}
    }

    private static Named parse(String text) {
        if (Credentials.within(text)) {
            return nothing("a URL holds a credential", "leave it out: none is needed to look");
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme();
            String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
            boolean database = scheme.equals("postgresql") || scheme.equals("postgres");
            if (!login.isEmpty() && !database) {
                return nothing("a URL holds a credential", "leave it out: none is needed to look");
            }
            if (scheme.equals("http")) {
                return nothing(
                        "'" + text + "' is plain HTTP", "write https://: the redirect from http is checked with it");
            }
            if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
                return nothing("a URL has the port " + uri.getPort() + ", which can't be", "use one from 1 to 65535");
            }
            if (database && uri.getHost() != null) {
                String name = uri.getAuthority().replaceFirst("^[^@]*@", "") + uri.getPath();
                return new Named.Postgresql(new Database(name, new Confidential.Literal(text)));
            }
            if (scheme.equals("https") && uri.getHost() != null) {
                return new Named.Web(Endpoint.of(withoutPath(uri)));
            }
            return nothing(
                    "'" + text + "' can't be checked",
                    "write it as https://HOST[:PORT] or postgresql://[USER@]HOST[:PORT]/DATABASE");
        } catch (URISyntaxException _) {
            return nothing("'" + text + "' is not a URL", "write it as https://HOST[:PORT]");
        }
    }

    private static Named nothing(String what, String mend) {
        return new Named.Nothing(Problem.of(what, mend));
    }

    private static URI withoutPath(URI uri) throws URISyntaxException {
        return new URI("https", null, uri.getHost(), uri.getPort(), null, null, null);
    }
}
