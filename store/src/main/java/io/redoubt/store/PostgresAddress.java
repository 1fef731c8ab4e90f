package io.redoubt.store;

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

    public PostgresAddress {
        if (host.isEmpty() || database.isEmpty() || user.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("host, port, database and user are needed");
        }
    }

    public boolean isOnThisMachine() {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1");
    }
}
