package io.redoubt.store.engine;

import io.redoubt.policy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;

/// The two files of an open database, by device and inode. SQLite does not look at their names again: it would go on
/// acknowledging what nobody finds any more once they were moved, removed or replaced.
///
/// Its own connection stays open as long as the others may be: SQLite makes the log with the first connection, shortens
/// it at most, and removes it with the last one, so in between both files stay what they were.
final class SqliteFiles implements AutoCloseable {

    private final Connection connection;
    private final Known database;
    private final Known log;

    private SqliteFiles(Connection connection, Known database, Known log) {
        this.connection = connection;
        this.database = database;
        this.log = log;
    }

    static SqliteFiles open(Path file, DataSource source) throws SQLException, IOException {
        Connection connection = source.getConnection();
        try {
            return new SqliteFiles(
                    connection,
                    Known.of(
                            file,
                            "put that very file back under its name; if it is gone, make a backup before you stop"
                                    + " redoubt, which still reads it, and restore that"),
                    Known.of(
                            log(file),
                            "put that very file back under its name; if it is gone, stop redoubt, but do not kill it:"
                                    + " it moves all into " + file.getFileName() + " as it ends"));
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /// What is not yet in the database itself.
    static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /// @param identity as it was when the database was opened
    private record Known(Path path, Object identity, String mend) {

        static Known of(Path path, String mend) throws IOException {
            return new Known(path, identity(path), mend);
        }

        private static Object identity(Path path) throws IOException {
            // Device and inode. The inode of an open file is not given to another one.
            return Objects.requireNonNull(
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey(),
                    "this file system has no inodes");
        }

        void requireInPlace() throws Displaced {
            try {
                if (!identity.equals(identity(path))) {
                    throw new Displaced(Problem.of(path + " was replaced while it was open", mend));
                }
            } catch (NoSuchFileException _) {
                throw new Displaced(Problem.of(path + " was moved or removed while it was open", mend));
            } catch (IOException _) {
                throw new Displaced(Problem.of(
                        path + " can no longer be looked at", "give redoubt its data directory back, with mode 0700"));
            }
        }
    }

    /// @throws Displaced when what was written would not be found under these names
    void requireInPlace() throws Displaced {
        database.requireInPlace();
        log.requireInPlace();
    }

    /// One state of the database as it is open here, wherever its files are now.
    synchronized void copyInto(Path draft) throws SQLException {
        copy(connection, draft);
    }

    static void copy(Connection connection, Path draft) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, draft.toString());
            statement.execute();
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }

    /// A file of the database is not where it was.
    static final class Displaced extends SQLException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Displaced(Problem problem) {
            super(problem.toString());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
