package io.redoubt.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All cipher suites with a name, and which of them are offered to find out what a peer accepts.
final class CipherSuiteRegistry {

    private static final String TABLE = "cipher-suites.txt";

    /// Small ClientHellos begin with what servers really have.
    private static final List<String> RARE = List.of(
            "ARIA", "CAMELLIA", "SEED", "IDEA", "SM4", "_DH_", "_ECDH_", "DSS", "GOST", "EXPORT", "FIPS", "NULL");

    /// RFC 8446 appendix B.4, the AEGIS codes of IANA, RFC 8998 (SM4), RFC 9150 (no encryption), RFC 9367 (GOST).
    private static final Set<Integer> OF_TLS_13 = Set.of(
            0x1301, 0x1302, 0x1303, 0x1304, 0x1305, 0x1306, 0x1307, 0x00c6, 0x00c7, 0xc0b4, 0xc0b5, 0xc103, 0xc104,
            0xc105, 0xc106);

    private static final Map<Integer, CipherSuite> BY_CODE = load();

    private CipherSuiteRegistry() {}

    private static Map<Integer, CipherSuite> load() {
        Map<Integer, CipherSuite> suites = new LinkedHashMap<>();
        try (InputStream table = CipherSuiteRegistry.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException(TABLE + " is not in the jar");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    int code = Integer.parseInt(line, 0, 4, 16);
                    suites.put(code, new CipherSuite(code, line.substring(5)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return suites;
    }

    static CipherSuite of(int code) {
        CipherSuite known = BY_CODE.get(code);
        return known != null ? known : new CipherSuite(code, String.format("0x%04x", code));
    }

    static List<CipherSuite> all() {
        return List.copyOf(BY_CODE.values());
    }

    /// All that could be negotiated under this version without a key or a ticket shared before, the usual ones first.
    static List<CipherSuite> offeredIn(TlsVersion version) {
        return BY_CODE.values().stream()
                .filter(suite -> !needsSharedSecret(suite) && !isSignal(suite))
                .filter(suite -> fits(suite, version))
                .sorted(Comparator.comparing(CipherSuiteRegistry::isRare))
                .toList();
    }

    private static boolean isRare(CipherSuite suite) {
        return RARE.stream().anyMatch(suite.name()::contains);
    }

    private static boolean fits(CipherSuite suite, TlsVersion version) {
        return switch (version) {
            case TLS_1_3 -> isOfTls13(suite);
            case TLS_1_2 -> !isOfTls13(suite);
            case TLS_1_1, TLS_1_0, SSL_3 -> !isOfTls13(suite) && !needsTls12(suite);
        };
    }

    private static boolean isOfTls13(CipherSuite suite) {
        return OF_TLS_13.contains(suite.code());
    }

    /// AEAD ciphers and hashes other than MD5 and SHA-1 came with RFC 5246.
    private static boolean needsTls12(CipherSuite suite) {
        String name = suite.name();
        return name.endsWith("_SHA256")
                || name.endsWith("_SHA384")
                || name.endsWith("_CCM")
                || name.endsWith("_CCM_8")
                || name.contains("GOSTR341112")
                || name.endsWith("_OLD");
    }

    private static boolean needsSharedSecret(CipherSuite suite) {
        String name = suite.name();
        return name.contains("PSK") || name.contains("SRP") || name.contains("KRB5") || name.contains("ECCPWD");
    }

    private static boolean isSignal(CipherSuite suite) {
        return suite.code() == 0 || suite.name().endsWith("_SCSV");
    }
}
