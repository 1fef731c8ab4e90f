package io.redoubt.wire;

import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/// A start-up message of protocol 3.0, and what the server makes of it (PostgreSQL documentation, "Message Flow").
final class PostgresStartup {

    private static final int PROTOCOL_3 = 196608;
    private static final int MESSAGE_LIMIT = 8;
    private static final int LENGTH_LIMIT = 64 * 1024;

    /// What poolers and services without pg_hba.conf say where they want TLS, each in words of its own.
    private static final Pattern ENCRYPTION_WANTED =
            Pattern.compile("\\b(ssl|tls|sslmode|encrypt\\w*|insecure|unencrypted)\\b");

    private final Peer peer;
    private final Channel channel;

    private enum Channel {
        CLEAR,
        TLS
    }

    private PostgresStartup(Peer peer, Channel channel) {
        this.peer = peer;
        this.channel = channel;
    }

    static PostgresStartup inTheClear(Peer peer) {
        return new PostgresStartup(peer, Channel.CLEAR);
    }

    static PostgresStartup insideTls(Peer peer) {
        return new PostgresStartup(peer, Channel.TLS);
    }

    Answer<String> send(InputStream from, OutputStream to, String user, String database) throws NoAnswer {
        byte[] message = message(user, database);
        try {
            to.write(message);
            to.flush();
        } catch (NoAnswer e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new NoAnswer(
                    Obstacle.CLOSED, peer + " broke the connection: " + Excerpt.of(String.valueOf(e.getMessage())));
        }
        PeerInput input = new PeerInput(from, peer);
        for (int count = 0; count < MESSAGE_LIMIT; count++) {
            int type = input.read();
            switch (type) {
                case 'R' -> {
                    return new Accepted<>(PostgresAuthentication.name(body(input)));
                }
                case 'E' -> {
                    return judge(PostgresError.readAfterType(input));
                }
                case 'v', 'N' -> body(input);
                case -1 -> throw new NoAnswer(Obstacle.CLOSED, peer + " " + VersionQuestion.CLOSED_ON_US);
                default ->
                    throw NoAnswer.notTheProtocol(peer + " answered " + Excerpt.of(new byte[] {(byte) type})
                            + " to a PostgreSQL start-up message");
            }
        }
        throw NoAnswer.notTheProtocol(peer + " sent more than " + MESSAGE_LIMIT + " messages before an answer");
    }

    private static byte[] message(String user, String database) throws NoAnswer {
        if (user.isEmpty() || user.indexOf('\0') >= 0 || database.indexOf('\0') >= 0) {
            throw new NoAnswer(Obstacle.CANNOT_ASK, "no PostgreSQL user or database is called that");
        }
        Sink parameters = new Sink();
        for (String each : new String[] {"user", user, "database", database}) {
            parameters.raw(each.getBytes(StandardCharsets.UTF_8)).u8(0);
        }
        int length = 4 + 4 + parameters.size() + 1;
        return new Sink()
                .u16(length >>> 16)
                .u16(length)
                .u16(PROTOCOL_3 >>> 16)
                .u16(PROTOCOL_3)
                .raw(parameters.toBytes())
                .u8(0)
                .toBytes();
    }

    private byte[] body(PeerInput input) throws NoAnswer {
        int length = new Cursor(input.take(4), "PostgreSQL message").i32();
        if (length < 4 || length > LENGTH_LIMIT) {
            throw NoAnswer.notTheProtocol(peer + " announced a PostgreSQL message of " + length + " bytes");
        }
        return input.take(length - 4);
    }

    private Answer<String> judge(PostgresError error) throws NoAnswer {
        if (isRefusal(error)) {
            return new Refused<>(error.text());
        }
        if (cameAfterTheChoice(error)) {
            return new Accepted<>("error " + error.text());
        }
        throw new NoAnswer(Obstacle.CANNOT_ASK, peer + " answered " + error.text() + ", which does not tell");
    }

    /// By pg_hba.conf, named so in every language, or by the words of another server.
    private boolean isRefusal(PostgresError error) {
        boolean byFile = error.sqlState().equals("28000")
                && (error.message().contains("pg_hba.conf") || error.routine().equals("ClientAuthentication"));
        return switch (channel) {
            case TLS -> byFile;
            case CLEAR ->
                byFile
                        || ENCRYPTION_WANTED
                                .matcher(error.message().toLowerCase(Locale.ROOT))
                                .find();
        };
    }

    /// A method that failed without asking (ident, peer), or a role or database that is looked up afterwards.
    private static boolean cameAfterTheChoice(PostgresError error) {
        return switch (error.sqlState()) {
            case "28P01", "3D000" -> true;
            case "28000" ->
                error.routine().equals("auth_failed") || error.routine().equals("InitializeSessionUserId");
            default -> false;
        };
    }
}
