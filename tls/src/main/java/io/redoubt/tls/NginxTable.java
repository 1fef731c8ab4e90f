package io.redoubt.tls;

import io.redoubt.control.ControlId;
import io.redoubt.wire.TlsVersion;
import java.util.Map;

/// Which directive of nginx's mends which deviation.
record NginxTable(TlsVersion minimum) {

    private static final Map<String, String> SOUND_SUITES = Map.of("ssl_ciphers", "ECDHE+AESGCM:ECDHE+CHACHA20");
    private static final String GROUPS = "X25519:prime256v1:secp384r1";

    boolean covers(ControlId control) {
        return switch (control.value()) {
            case "tls.minimum-version", "tls.cipher-suites", "tls.key-exchange" -> true;
            default -> false;
        };
    }

    /// @param hybrid whether nginx's OpenSSL knows X25519MLKEM768
    /// @return empty where nothing of nginx's mends it
    Map<String, String> values(ControlId control, String deviation, boolean hybrid) {
        return switch (control.value()) {
            case "tls.minimum-version" ->
                Map.of("ssl_protocols", minimum == TlsVersion.TLS_1_3 ? "TLSv1.3" : "TLSv1.2 TLSv1.3");
            case "tls.cipher-suites" -> SOUND_SUITES;
            case "tls.key-exchange" -> groups(deviation, hybrid);
            default -> Map.of();
        };
    }

    private static Map<String, String> groups(String deviation, boolean hybrid) {
        String groups = hybrid ? "X25519MLKEM768:" + GROUPS : GROUPS;
        return switch (deviation) {
            case "no post-quantum key exchange" -> hybrid ? Map.of("ssl_ecdh_curve", groups) : Map.of();
            case "curve is too weak" -> Map.of("ssl_ecdh_curve", groups);
            default -> SOUND_SUITES;
        };
    }
}
