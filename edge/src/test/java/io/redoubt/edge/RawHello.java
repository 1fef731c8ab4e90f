package io.redoubt.edge;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A client of TLS 1.3 that says which groups it knows, and of which it sends a key at once, and hears which one the
/// server takes (RFC 8446, 4.2.7 and 4.2.8). The TLS of this JDK knows no hybrid group.
final class RawHello {

    static final int X25519 = 29;
    static final int X25519MLKEM768 = 0x11ec;

    private static final int KEY_SHARE = 51;
    private static final int MLKEM768_KEY = 1_184;
    private static final int X25519_KEY = 32;
    /// The random value of a HelloRetryRequest (4.1.3).
    private static final int RETRY = 0xcf21ad74;

    /// What the server says first.
    ///
    /// @param retry whether it asks for a key of that group
    record Choice(int group, boolean retry) {}

    private RawHello() {}

    /// @param groups in the order in which the client likes them
    /// @param keys   those of which it sends a key
    static Choice ask(int port, List<Integer> groups, List<Integer> keys) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(hello(groups, keys));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int record = in.read();
            in.readShort();
            ByteBuffer message = ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort()));
            if (record != 22) {
                throw new AssertionError("no handshake but a record " + record + " of " + message);
            }
            return choice(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Choice choice(ByteBuffer message) {
        message.position(4 + 2);
        boolean retry = message.getInt() == RETRY;
        message.position(4 + 2 + 32);
        skip(message, message.get());
        message.position(message.position() + 3 + 2);
        while (message.hasRemaining()) {
            int type = message.getShort();
            int length = message.getShort();
            if (type == KEY_SHARE) {
                return new Choice(message.getShort(), retry);
            }
            skip(message, length);
        }
        throw new AssertionError("no group");
    }

    private static void skip(ByteBuffer message, int length) {
        message.position(message.position() + length);
    }

    private static byte[] hello(List<Integer> groups, List<Integer> keys) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream shares = new ByteArrayOutputStream();
        for (int group : keys) {
            shares.writeBytes(number(group, 2));
            shares.writeBytes(counted(key(group), 2));
        }
        ByteArrayOutputStream known = new ByteArrayOutputStream();
        groups.forEach(group -> known.writeBytes(number(group, 2)));
        byte[] name = ServedEdge.HOST.getBytes(StandardCharsets.US_ASCII);
        Map<Integer, byte[]> extensions = Map.of(
                0,
                counted(joined(new byte[1], counted(name, 2)), 2),
                10,
                counted(known.toByteArray(), 2),
                13,
                counted(number(0x0403, 2), 2),
                43,
                counted(number(0x0304, 2), 1),
                KEY_SHARE,
                counted(shares.toByteArray(), 2));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        extensions.forEach((type, content) -> all.writeBytes(joined(number(type, 2), counted(content, 2))));
        byte[] body = joined(
                number(0x0303, 2),
                new byte[32],
                new byte[1],
                counted(number(0x1301, 2), 2),
                counted(new byte[1], 1),
                counted(all.toByteArray(), 2));
        return joined(number(22, 1), number(0x0301, 2), counted(joined(number(1, 1), counted(body, 3)), 2));
    }

    /// A hybrid key is that of ML-KEM and that of X25519 behind it (draft-ietf-tls-ecdhe-mlkem, 4.1).
    private static byte[] key(int group) throws GeneralSecurityException {
        byte[] classic = raw("X25519", X25519_KEY);
        return group == X25519 ? classic : joined(raw("ML-KEM-768", MLKEM768_KEY), classic);
    }

    private static byte[] raw(String algorithm, int length) throws GeneralSecurityException {
        byte[] encoded = KeyPairGenerator.getInstance(algorithm)
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - length, encoded.length);
    }

    private static byte[] counted(byte[] bytes, int octets) {
        return joined(number(bytes.length, octets), bytes);
    }

    private static byte[] number(int value, int octets) {
        byte[] bytes = new byte[octets];
        for (int i = 0; i < octets; i++) {
            bytes[i] = (byte) (value >> (8 * (octets - 1 - i)));
        }
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
