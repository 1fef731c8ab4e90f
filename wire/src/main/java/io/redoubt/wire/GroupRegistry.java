package io.redoubt.wire;

import io.redoubt.wire.Group.Kind;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.tls.TlsDHUtils;

/// The groups of the IANA registry, and finite fields without a name.
final class GroupRegistry {

    static final int SECP256R1 = 23;
    static final int X25519 = 29;

    private static final BigInteger GENERATOR_OF_NAMED_FIELDS = BigInteger.TWO;

    private static final Map<Integer, Group> BY_CODE = new LinkedHashMap<>();

    static {
        // ML-KEM alone is no hybrid, but what the kind is asked for is whether a quantum computer breaks it.
        add(0x11ec, "X25519MLKEM768", Kind.HYBRID_POST_QUANTUM, 128);
        add(0x11eb, "SecP256r1MLKEM768", Kind.HYBRID_POST_QUANTUM, 128);
        add(0x11ed, "SecP384r1MLKEM1024", Kind.HYBRID_POST_QUANTUM, 192);
        add(0x11ee, "curveSM2MLKEM768", Kind.HYBRID_POST_QUANTUM, 128);
        add(0x6399, "X25519Kyber768Draft00", Kind.HYBRID_POST_QUANTUM, 128);
        add(0x639a, "SecP256r1Kyber768Draft00", Kind.HYBRID_POST_QUANTUM, 128);
        add(0x0200, "MLKEM512", Kind.HYBRID_POST_QUANTUM, 128);
        add(0x0201, "MLKEM768", Kind.HYBRID_POST_QUANTUM, 192);
        add(0x0202, "MLKEM1024", Kind.HYBRID_POST_QUANTUM, 256);
        curve(X25519, "x25519", 128);
        curve(SECP256R1, "secp256r1", 128);
        curve(24, "secp384r1", 192);
        curve(25, "secp521r1", 256);
        curve(30, "x448", 224);
        curve(31, "brainpoolP256r1tls13", 128);
        curve(32, "brainpoolP384r1tls13", 192);
        curve(33, "brainpoolP512r1tls13", 256);
        curve(41, "curveSM2", 128);
        curve(34, "GC256A", 128);
        curve(35, "GC256B", 128);
        curve(36, "GC256C", 128);
        curve(37, "GC256D", 128);
        curve(38, "GC512A", 256);
        curve(39, "GC512B", 256);
        curve(40, "GC512C", 256);
        curve(26, "brainpoolP256r1", 128);
        curve(27, "brainpoolP384r1", 192);
        curve(28, "brainpoolP512r1", 256);
        curve(22, "secp256k1", 128);
        curve(21, "secp224r1", 112);
        curve(20, "secp224k1", 112);
        curve(19, "secp192r1", 96);
        curve(18, "secp192k1", 96);
        curve(17, "secp160r2", 80);
        curve(16, "secp160r1", 80);
        curve(15, "secp160k1", 80);
        curve(14, "sect571r1", 256);
        curve(13, "sect571k1", 256);
        curve(12, "sect409r1", 192);
        curve(11, "sect409k1", 192);
        curve(10, "sect283r1", 128);
        curve(9, "sect283k1", 128);
        curve(8, "sect239k1", 112);
        curve(7, "sect233r1", 112);
        curve(6, "sect233k1", 112);
        curve(5, "sect193r2", 96);
        curve(4, "sect193r1", 96);
        curve(3, "sect163r2", 80);
        curve(2, "sect163r1", 80);
        curve(1, "sect163k1", 80);
        add(0x0100, "ffdhe2048", Kind.FINITE_FIELD, fieldStrength(2048));
        add(0x0101, "ffdhe3072", Kind.FINITE_FIELD, fieldStrength(3072));
        add(0x0102, "ffdhe4096", Kind.FINITE_FIELD, fieldStrength(4096));
        add(0x0103, "ffdhe6144", Kind.FINITE_FIELD, fieldStrength(6144));
        add(0x0104, "ffdhe8192", Kind.FINITE_FIELD, fieldStrength(8192));
    }

    private GroupRegistry() {}

    private static void curve(int code, String name, int securityBits) {
        add(code, name, Kind.ELLIPTIC_CURVE, securityBits);
    }

    private static void add(int code, String name, Kind kind, int securityBits) {
        BY_CODE.put(code, new Group(code, name, kind, securityBits));
    }

    /// @param code two bytes, known or not
    static Group of(int code) {
        Group known = BY_CODE.get(code);
        return known != null ? known : new Group(code, String.format("0x%04x", code), Kind.ELLIPTIC_CURVE, 0);
    }

    static List<Group> all() {
        return List.copyOf(BY_CODE.values());
    }

    /// What TLS 1.3 may agree keys in (RFC 8446, section 4.2.7): curves that it calls obsolete are not offered.
    static List<Group> ofTls13() {
        return BY_CODE.values().stream()
                .filter(group -> group.kind() != Kind.ELLIPTIC_CURVE
                        || (group.code() >= SECP256R1 && !isBrainpoolBeforeTls13(group.code())))
                .toList();
    }

    /// Curves for ECDHE before TLS 1.3.
    static List<Group> classicCurves() {
        return BY_CODE.values().stream()
                .filter(group -> group.kind() == Kind.ELLIPTIC_CURVE && (group.code() < 31 || group.code() > 33))
                .toList();
    }

    /// The fields that RFC 7919 gave names to.
    static List<Group> namedFields() {
        return BY_CODE.values().stream()
                .filter(group -> group.kind() == Kind.FINITE_FIELD)
                .toList();
    }

    private static boolean isBrainpoolBeforeTls13(int code) {
        return code >= 26 && code <= 28;
    }

    static Group explicitCurve() {
        return new Group(-1, "explicit curve", Kind.ELLIPTIC_CURVE, 0);
    }

    static Group finiteField(BigInteger prime, BigInteger generator) {
        int code = generator.equals(GENERATOR_OF_NAMED_FIELDS)
                ? TlsDHUtils.getNamedGroupForDHParameters(prime, generator)
                : -1;
        Group named = BY_CODE.get(code);
        return named != null
                ? named
                : new Group(
                        -1, "DH " + prime.bitLength() + " bits", Kind.FINITE_FIELD, fieldStrength(prime.bitLength()));
    }

    /// NIST SP 800-57 part 1, table 2, and SP 800-56A, appendix D for the sizes between; below 1024 bits in proportion.
    private static int fieldStrength(int bits) {
        if (bits < 1024) {
            return bits * 80 / 1024;
        }
        if (bits < 2048) {
            return 80;
        }
        if (bits < 3072) {
            return 112;
        }
        if (bits < 4096) {
            return 128;
        }
        if (bits < 6144) {
            return 152;
        }
        return bits < 8192 ? 176 : 200;
    }
}
