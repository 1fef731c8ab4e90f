package io.redoubt.store.engine;

import io.redoubt.policy.Problem;
import java.io.FileNotFoundException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Why no encrypted connection to the database came about, where that was it.
final class TlsFailure {

    /// SQLSTATE `sqlserver_rejected_establishment_of_sqlconnection`: what the driver says when TLS is not offered.
    private static final String REJECTED = "08004";

    private TlsFailure() {}

    static Optional<Problem> of(SQLException e) {
        if (REJECTED.equals(e.getSQLState()) && String.valueOf(e.getMessage()).contains("SSL")) {
            return Optional.of(Problem.of(
                    "the database offers no TLS, and is not on this machine",
                    "set ssl = on in postgresql.conf, with a certificate for the host of the URL"));
        }
        // The driver has no other sign of a name that differs than its verifier's in the text.
        if (e.getCause() instanceof SSLException
                || String.valueOf(e.getMessage()).contains("HostnameVerifier")) {
            return Optional.of(Problem.of(
                    "the certificate of the database does not hold",
                    "it must be good for the host of the URL and come from a root of store.postgresql.trust, or without that"
                            + " from one of the Java runtime"));
        }
        if (e.getCause() instanceof FileNotFoundException missing) {
            return Optional.of(Problem.of(
                    "the roots of store.postgresql.trust can't be read: " + missing.getMessage(),
                    "write the path of a PEM file that redoubt may read"));
        }
        return Optional.empty();
    }
}
