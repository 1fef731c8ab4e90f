package io.redoubt.data;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;

/// Where a database is reached. No password: none is needed to see whether one would be sent in the clear.
///
/// @param host     a DNS name, or an address without brackets
/// @param user     for whom the start-up message asks
/// @param database for which it asks
public record DatabaseTarget(String host, int port, String user, String database) {

    private static final int POSTGRESQL = 5432;
    private static final int LAST_PORT = 65_535;

    /// The name under which libpq asks where a URL names nobody.
    private static final String NOBODY = "postgres";

    /// Reads `postgresql://[user[:password]@]host[:port]/database`, also as `postgres:` and as `jdbc:postgresql:`.
    ///
    /// @throws ProblemException when it can't be asked; names no part of the URL, since it may hold a password
    public static DatabaseTarget parse(String url) {
        try {
            URI uri = new URI(url.startsWith("jdbc:") ? url.substring(5) : url);
            boolean postgresql = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (!postgresql || uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
                throw unreadable();
            }
            String host = uri.getHost().replaceAll("[\\[\\]]", "");
            String login = uri.getUserInfo() == null ? "" : uri.getUserInfo().split(":", 2)[0];
            String user = login.isEmpty() ? NOBODY : login;
            String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
            return new DatabaseTarget(
                    host, uri.getPort() == -1 ? POSTGRESQL : uri.getPort(), user, path.isEmpty() ? user : path);
        } catch (URISyntaxException _) {
            throw unreadable();
        }
    }

    private static ProblemException unreadable() {
        return new ProblemException(Problem.of(
                "its URL names no PostgreSQL server that can be asked",
                "write it as postgresql://USER@HOST[:PORT]/DATABASE, with one host and a port up to 65535"));
    }
}
