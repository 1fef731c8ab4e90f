package io.redoubt.store.engine;

import io.redoubt.policy.Problem;
import io.redoubt.store.PostgresAddress;
import io.redoubt.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// How a PostgreSQL store says that it was moved elsewhere: by the function `redoubt.moved()`, whose comment names the
/// place. Triggers call it before every write, so that a node which has the store open still is refused, too.
public final class Departure {

    /// Class `RD` is nobody's: PostgreSQL's own begin with 0 to 4 or with F, H, P, X.
    static final String STATE = "RD001";

    private static final String PLACE = "SELECT to_regprocedure('redoubt.moved()') IS NOT NULL,"
            + " obj_description(to_regprocedure('redoubt.moved()'), 'pg_proc')";

    private Departure() {}

    /// Keeps every writer out until the transaction ends, and waits for those that are at work. Must be its first
    /// statement: what it reads later is then the last state that there was.
    public static void lock(Sql sql, List<String> tables) {
        sql.update("SET LOCAL lock_timeout = '10s'");
        sql.update("LOCK TABLE " + String.join(", ", tables) + " IN SHARE ROW EXCLUSIVE MODE");
    }

    /// From the end of the transaction on, nobody writes to these tables.
    ///
    /// @param place where the store is then, as an operator finds it
    public static void mark(Sql sql, List<String> tables, String place) {
        sql.update("""
                CREATE FUNCTION redoubt.moved() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION USING
                        ERRCODE = '%s',
                        MESSAGE = obj_description('redoubt.moved()'::regprocedure, 'pg_proc');
                END $$
                """.formatted(STATE));
        sql.update("COMMENT ON FUNCTION redoubt.moved() IS '" + place.replace("'", "''") + "'");
        for (String table : tables) {
            sql.update("CREATE TRIGGER moved BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON " + table
                    + " FOR EACH STATEMENT EXECUTE FUNCTION redoubt.moved()");
        }
    }

    static Optional<String> of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PLACE)) {
            return row.next() && row.getBoolean(1)
                    ? Optional.of(Optional.ofNullable(row.getString(2)).orElse("an unnamed place"))
                    : Optional.empty();
        }
    }

    /// To somebody who opens it.
    public static StoreException.Refused refusal(PostgresAddress from, String place) {
        return refusal("the store in PostgreSQL (" + from + ")", place, null);
    }

    /// To a node that had it open.
    static StoreException.Refused refusal(SQLException e) {
        String place = e instanceof PSQLException own && own.getServerErrorMessage() != null
                ? String.valueOf(own.getServerErrorMessage().getMessage())
                : "another place";
        return refusal("the store in PostgreSQL", place, e);
    }

    private static StoreException.Refused refusal(String what, String place, @Nullable Throwable cause) {
        return new StoreException.Refused(
                Problem.of(
                        what + " was moved to " + place,
                        "use it there, without `store` in the policy; to go back to this one and lose what was written"
                                + " there since: DROP FUNCTION redoubt.moved() CASCADE"),
                cause);
    }
}
