package io.redoubt.testkit;

import io.redoubt.testkit.HelloAnswer.Choose;
import io.redoubt.testkit.HelloAnswer.KeyExchange;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Writes what a server says first, byte by byte as the RFCs draw it (5246, 6101, 8446). Keys and signatures in it are
/// fillers.
final class ServerFlightWriter {

    private static final int TLS_1_2 = 0x0303;
    private static final int TLS_1_3 = 0x0304;
    private static final byte[] RETRY_RANDOM =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private final List<X509Certificate> chain;

    ServerFlightWriter(List<X509Certificate> chain) {
        this.chain = List.copyOf(chain);
    }

    byte[] alert(int version, int description) {
        return record(21, version, new byte[] {2, (byte) description});
    }

    byte[] retry(int suite, int group) {
        byte[] extensions = join(extension(43, u16(TLS_1_3)), extension(51, u16(group)));
        return record(22, TLS_1_2, serverHello(TLS_1_2, RETRY_RANDOM, suite, extensions));
    }

    byte[] choice(Choose choice) {
        if (choice.version() == TLS_1_3) {
            int group = choice.keyExchange() instanceof KeyExchange.Curve(int code) ? code : 29;
            byte[] share = join(u16(group), vector16(new byte[32]));
            byte[] extensions = join(extension(43, u16(TLS_1_3)), extension(51, share));
            return record(22, TLS_1_2, serverHello(TLS_1_2, new byte[32], choice.suite(), extensions));
        }
        byte[] hello = serverHello(choice.version(), new byte[32], choice.suite(), new byte[0]);
        return record(
                22, choice.version(), join(hello, certificate(), keyExchange(choice), handshake(14, new byte[0])));
    }

    private static byte[] serverHello(int version, byte[] random, int suite, byte[] extensions) {
        byte[] tail = extensions.length == 0 ? new byte[0] : vector16(extensions);
        return handshake(2, join(u16(version), random, new byte[] {0}, u16(suite), new byte[] {0}, tail));
    }

    /// Empty for an anonymous server.
    private byte[] certificate() {
        if (chain.isEmpty()) {
            return new byte[0];
        }
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        try {
            for (X509Certificate each : chain) {
                byte[] encoded = each.getEncoded();
                entries.writeBytes(join(u24(encoded.length), encoded));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
        return handshake(11, join(u24(entries.size()), entries.toByteArray()));
    }

    private static byte[] keyExchange(Choose choice) {
        byte[] signature =
                choice.version() >= TLS_1_2 ? join(u16(0x0401), vector16(new byte[64])) : vector16(new byte[64]);
        return switch (choice.keyExchange()) {
            case KeyExchange.Static() -> new byte[0];
            case KeyExchange.Curve(int group) ->
                handshake(12, join(new byte[] {3}, u16(group), new byte[] {32}, new byte[32], signature));
            case KeyExchange.Field(int bits) -> {
                byte[] prime = unsigned(BigInteger.ONE.shiftLeft(bits - 1).setBit(0));
                yield handshake(12, join(vector16(prime), vector16(new byte[] {2}), vector16(prime), signature));
            }
        };
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] handshake(int type, byte[] body) {
        return join(new byte[] {(byte) type}, u24(body.length), body);
    }

    private static byte[] record(int type, int version, byte[] content) {
        return join(new byte[] {(byte) type}, u16(version), vector16(content));
    }

    private static byte[] extension(int type, byte[] content) {
        return join(u16(type), vector16(content));
    }

    private static byte[] vector16(byte[] content) {
        return join(u16(content.length), content);
    }

    private static byte[] u16(int value) {
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }

    private static byte[] u24(int value) {
        return new byte[] {(byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
