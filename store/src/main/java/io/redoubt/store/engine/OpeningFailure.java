package io.redoubt.store.engine;

import io.redoubt.policy.Problem;
import io.redoubt.store.PostgresAddress;
import io.redoubt.store.StoreException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;

/// Why no connection to the database of an address came about, where it was not open yet: nothing was written, so that
/// what is told of a connection that breaks does not hold.
final class OpeningFailure {

    /// SQLSTATE of the server for a database that is not there.
    private static final String NO_DATABASE = "3D000";

    /// SQLSTATE of the driver, where the server asks for a password and there is none.
    private static final String REJECTED = "08004";

    private OpeningFailure() {}

    static StoreException of(SQLException e, PostgresAddress address, int seconds) {
        String state = String.valueOf(e.getSQLState());
        if (TlsFailure.of(e).isPresent()) {
            return Dialect.POSTGRESQL.translate(e);
        }
        if (state.startsWith("28")) {
            return unavailable(
                    "the database refuses the login to " + address + " (" + state + ")",
                    "check user and password of the URL, and pg_hba.conf",
                    e);
        }
        if (state.equals(REJECTED) && String.valueOf(e.getMessage()).contains("password")) {
            return unavailable(
                    "the database refuses the login without a password to " + address,
                    "write it into the URL: postgresql://USER:PASSWORD@HOST[:PORT]/DATABASE",
                    e);
        }
        if (state.equals(NO_DATABASE)) {
            return unavailable(
                    "there is no database " + address.database(),
                    "make it with `createdb`, owned by the user of the URL, or name another in that",
                    e);
        }
        if (timedOut(e)) {
            return unavailable(
                    "the database at " + address + " did not answer within " + seconds + " s",
                    "check that PostgreSQL is not stopped or overloaded, and that no firewall is between",
                    e);
        }
        if (state.startsWith("08")) {
            return unavailable(
                    "the database is not reached at " + address,
                    "check that PostgreSQL runs, and host and port of the URL",
                    e);
        }
        return Dialect.POSTGRESQL.translate(e);
    }

    /// The driver says it by a cause, or where the whole login took too long by its text alone.
    private static boolean timedOut(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException
                    || String.valueOf(cause.getMessage()).contains("timed out")) {
                return true;
            }
        }
        return false;
    }

    private static StoreException unavailable(String what, String mend, SQLException cause) {
        return new StoreException.Unavailable(Problem.of(what, mend), cause);
    }
}
