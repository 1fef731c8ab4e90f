package io.redoubt.store;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where PostgreSQL is. Unless it is on this machine, the connection is encrypted and the server's certificate must
/// hold.
///
/// @param password in UTF-8
/// @param trust    PEM roots for the server's certificate, or null for those of the runtime
public record PostgresAddress(
        String host,
        int port,
        String database,
        String user,
        SecretBytes password,
        @Nullable Path trust) {

    private static final int USUAL_PORT = 5432;
    private static final int LAST_PORT = 65_535;

    public PostgresAddress {
        if (host.isEmpty() || database.isEmpty() || user.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("host, port, database and user are needed");
        }
    }

    /// Reads `postgresql://USER[:PASSWORD]@HOST[:PORT]/DATABASE`, where user and password are written as in any URL
    /// (`%40` for `@`).
    ///
    /// @param url may bear a password, so that no message shows anything of it
    /// @throws ProblemException when it is not one
    public static PostgresAddress parse(String url, @Nullable Path trust) {
        try {
            URI uri = new URI(url);
            boolean postgresql = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            String login = uri.getRawUserInfo();
            String path = uri.getPath();
            if (!postgresql || uri.getHost() == null || login == null || path == null || path.length() < 2) {
                throw unreadable();
            }
            if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw new ProblemException(Problem.of(
                        "the URL of the store has parameters, and none is taken",
                        "remove what follows the database; TLS is verified in any case"));
            }
            if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
                throw new ProblemException(
                        Problem.of("the URL of the store has a port that can't be", "use one from 1 to 65535"));
            }
            int colon = login.indexOf(':');
            String user = colon < 0 ? login : login.substring(0, colon);
            String password = colon < 0 ? "" : login.substring(colon + 1);
            return new PostgresAddress(
                    uri.getHost().replaceAll("[\\[\\]]", ""),
                    uri.getPort() == -1 ? USUAL_PORT : uri.getPort(),
                    path.substring(1),
                    decoded(user),
                    SecretBytes.ofUtf8(decoded(password)),
                    trust);
        } catch (URISyntaxException | IllegalArgumentException _) {
            throw unreadable();
        }
    }

    private static String decoded(String part) throws URISyntaxException {
        return new URI("x:/" + part).getPath().substring(1);
    }

    private static ProblemException unreadable() {
        return new ProblemException(Problem.of(
                "the URL of the store names no PostgreSQL",
                "write it as postgresql://USER:PASSWORD@HOST[:PORT]/DATABASE, and %40 for an @ in it"));
    }

    /// Names the database, and neither user nor password.
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }

    public boolean isOnThisMachine() {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1");
    }
}
