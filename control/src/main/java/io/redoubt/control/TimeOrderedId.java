package io.redoubt.control;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// Ids that sort by time: a prefix and a version 7 UUID (RFC 9562) in the base 32 of Crockford, `evt_06f…`.
public record TimeOrderedId(String prefix, RandomGenerator random) {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /// @param prefix of all ids made here, without the underscore
    public TimeOrderedId {
        if (!prefix.matches("[a-z]{3}")) {
            throw new IllegalArgumentException("a prefix has three letters: " + prefix);
        }
    }

    public String next(Instant now) {
        long high = (now.toEpochMilli() << 16) | VERSION | (random.nextLong() & 0xfff);
        long low = VARIANT | (random.nextLong() >>> 2);
        char[] text = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (low & 31));
            low = (low >>> 5) | ((high & 31) << 59);
            high >>>= 5;
        }
        return prefix + "_" + new String(text);
    }
}
