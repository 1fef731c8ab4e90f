package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads records in the clear, and puts together the handshake messages that they carry (RFC 8446, section 5.1).
final class Flight {

    private static final int HEADER = 5;

    /// Plain text, and what broken servers expand it by.
    private static final int RECORD_LIMIT = (1 << 14) + 2048;

    private static final int WARNING_LIMIT = 4;
    private static final int CHANGE_CIPHER_SPEC_LIMIT = 2;

    private final InputStream input;
    private final String speaker;
    private byte[] pending = new byte[0];
    private int at;
    private boolean anyRecord;
    private int warnings;
    private int changes;

    /// @param speaker who is named in what goes wrong
    Flight(InputStream input, String speaker) {
        this.input = input;
        this.speaker = speaker;
    }

    /// The next message; warnings that may be ignored are.
    FlightMessage next() throws NoAnswer {
        while (true) {
            if (pending.length - at >= 4) {
                Cursor header = new Cursor(Arrays.copyOfRange(pending, at, at + 4), "handshake message");
                int type = header.u8();
                int length = header.u24();
                if (length > Connection.BYTE_LIMIT) {
                    throw NoAnswer.notTheProtocol(speaker + " announced a handshake message of " + length
                            + " bytes; the limit is " + Connection.BYTE_LIMIT);
                }
                if (pending.length - at - 4 >= length) {
                    byte[] body = Arrays.copyOfRange(pending, at + 4, at + 4 + length);
                    at += 4 + length;
                    return new FlightMessage.Handshake(type, Bytes.copyOf(body));
                }
            }
            FlightMessage.Alert alert = readRecord();
            if (alert != null) {
                if (!alert.mayBeIgnored()) {
                    return alert;
                }
                if (++warnings > WARNING_LIMIT) {
                    throw NoAnswer.notTheProtocol(speaker + " sent more than " + WARNING_LIMIT + " warnings");
                }
            }
        }
    }

    private FlightMessage.@Nullable Alert readRecord() throws NoAnswer {
        byte[] header = read(HEADER);
        int type = header[0] & 0xff;
        int length = ((header[3] & 0xff) << 8) | (header[4] & 0xff);
        if (type < ContentType.CHANGE_CIPHER_SPEC || type > ContentType.APPLICATION_DATA || header[1] != 3) {
            throw notTls(header);
        }
        anyRecord = true;
        if (length > RECORD_LIMIT) {
            throw NoAnswer.notTheProtocol(speaker + " sent a record of " + length + " bytes; TLS allows 16384");
        }
        byte[] content = read(length);
        return switch (type) {
            case ContentType.HANDSHAKE -> {
                if (length == 0) {
                    throw NoAnswer.notTheProtocol(speaker + " sent an empty handshake record");
                }
                append(content);
                yield null;
            }
            case ContentType.ALERT -> {
                Cursor alert = new Cursor(content, "alert of " + speaker);
                FlightMessage.Alert read = new FlightMessage.Alert(alert.u8(), alert.u8());
                alert.expectEnd();
                yield read;
            }
            case ContentType.CHANGE_CIPHER_SPEC -> {
                // TLS 1.3 sends one for middleboxes, after a HelloRetryRequest too (RFC 8446, appendix D.4).
                if (++changes > CHANGE_CIPHER_SPEC_LIMIT || length != 1) {
                    throw NoAnswer.notTheProtocol(speaker + " sent an unexpected change_cipher_spec");
                }
                yield null;
            }
            default -> throw NoAnswer.notTheProtocol(speaker + " sent application data before a handshake");
        };
    }

    private void append(byte[] content) {
        byte[] joined =
                Arrays.copyOf(Arrays.copyOfRange(pending, at, pending.length), pending.length - at + content.length);
        System.arraycopy(content, 0, joined, pending.length - at, content.length);
        pending = joined;
        at = 0;
    }

    private byte[] read(int length) throws NoAnswer {
        byte[] bytes = new byte[length];
        int filled = 0;
        while (filled < length) {
            int count = readSome(bytes, filled);
            if (count < 0) {
                if (!anyRecord && filled > 0) {
                    throw notTls(Arrays.copyOf(bytes, filled));
                }
                throw anyRecord
                        ? NoAnswer.notTheProtocol(speaker + " closed the connection in the middle of its answer")
                        : new NoAnswer(Obstacle.CLOSED, speaker + " " + VersionQuestion.CLOSED_ON_US);
            }
            filled += count;
        }
        return bytes;
    }

    private int readSome(byte[] bytes, int filled) throws NoAnswer {
        try {
            return input.read(bytes, filled, bytes.length - filled);
        } catch (NoAnswer e) {
            throw e;
        } catch (IOException e) {
            throw new NoAnswer(Obstacle.CLOSED, speaker + " broke the connection: " + e.getMessage());
        }
    }

    private NoAnswer notTls(byte[] begin) {
        if (anyRecord) {
            return NoAnswer.notTheProtocol(speaker + " sent a record of an unknown type, " + (begin[0] & 0xff));
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        said.writeBytes(begin);
        try {
            byte[] more = new byte[256];
            while (said.size() < more.length && !endsLine(said)) {
                int count = input.read(more);
                if (count < 0) {
                    break;
                }
                said.write(more, 0, count);
            }
        } catch (IOException _) {
            // What has come is enough to tell.
        }
        byte[] bytes = said.toByteArray();
        return NoAnswer.notTheProtocol(speaker + " answered " + Excerpt.of(bytes) + Excerpt.protocol(bytes));
    }

    private static boolean endsLine(ByteArrayOutputStream said) {
        byte[] bytes = said.toByteArray();
        for (byte each : bytes) {
            if (each == '\n') {
                return true;
            }
        }
        return false;
    }
}
