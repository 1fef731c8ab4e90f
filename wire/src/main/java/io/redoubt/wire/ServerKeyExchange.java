package io.redoubt.wire;

import java.math.BigInteger;
import java.util.Optional;

/// The server's half of a key agreement before TLS 1.3 (RFC 5246, section 7.4.3; RFC 8422, section 5.4).
final class ServerKeyExchange {

    private static final int EXPLICIT_PRIME = 1;
    private static final int EXPLICIT_CHAR2 = 2;
    private static final int NAMED_CURVE = 3;
    private static final int PRIME_LIMIT = 16384 / 8;

    private ServerKeyExchange() {}

    static boolean hasCurve(CipherSuite suite) {
        return suite.name().startsWith("TLS_ECDHE_") || suite.name().startsWith("TLS_ECDH_anon_");
    }

    static boolean hasFiniteField(CipherSuite suite) {
        return suite.name().startsWith("TLS_DHE_") || suite.name().startsWith("TLS_DH_anon_");
    }

    static boolean hasGroup(CipherSuite suite) {
        return hasCurve(suite) || hasFiniteField(suite);
    }

    /// Empty where the suite agrees on no group, as with an RSA key for export.
    static Optional<Group> group(CipherSuite suite, Bytes body) throws NoAnswer {
        Cursor message = new Cursor(body.toArray(), "ServerKeyExchange");
        if (hasCurve(suite)) {
            return Optional.of(curve(message));
        }
        if (hasFiniteField(suite)) {
            return Optional.of(field(message));
        }
        return Optional.empty();
    }

    private static Group curve(Cursor message) throws NoAnswer {
        int type = message.u8();
        return switch (type) {
            case NAMED_CURVE -> GroupRegistry.of(message.u16());
            case EXPLICIT_PRIME, EXPLICIT_CHAR2 -> GroupRegistry.explicitCurve();
            default -> throw message.malformed("curve type " + type);
        };
    }

    private static Group field(Cursor message) throws NoAnswer {
        BigInteger prime = number(message);
        BigInteger generator = number(message);
        if (prime.signum() == 0) {
            throw message.malformed("a prime of 0");
        }
        return GroupRegistry.finiteField(prime, generator);
    }

    private static BigInteger number(Cursor message) throws NoAnswer {
        int length = message.u16();
        if (length > PRIME_LIMIT) {
            throw message.malformed("a number of " + length + " bytes; the limit is " + PRIME_LIMIT);
        }
        return new BigInteger(1, message.take(length));
    }
}
