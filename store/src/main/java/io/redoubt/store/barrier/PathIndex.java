package io.redoubt.store.barrier;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Finds a sealed name again without telling it. Each segment of a path becomes an HMAC-SHA-256 over the segment and
/// all above it, cut to 128 bits, so that what lies below a path has its index as a prefix, while equal segments
/// under different paths have nothing in common. What remains to be seen is the shape: how many names, how deep.
public final class PathIndex {

    private static final int TOKEN = 16;

    private final SecretKeySpec key;

    /// @param key 32 random bytes
    public PathIndex(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /// @param kind of names, so that one name in two tables has two indices
    public String of(String kind, List<String> segments) {
        Mac mac = mac();
        byte[] above = mac.doFinal(kind.getBytes(StandardCharsets.UTF_8));
        StringBuilder index = new StringBuilder();
        for (String segment : segments) {
            mac.update(above);
            above = mac.doFinal(segment.getBytes(StandardCharsets.UTF_8));
            if (!index.isEmpty()) {
                index.append('/');
            }
            index.append(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(above, TOKEN)));
        }
        return index.toString();
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "(index key)";
    }
}
