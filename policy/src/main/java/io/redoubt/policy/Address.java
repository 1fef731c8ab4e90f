package io.redoubt.policy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An IP address, read without ever asking a resolver.
///
/// @param high the first 64 bits of an IPv6 address; 0 for IPv4
/// @param low  the last 64 bits; for IPv4 the last 32 of them
public record Address(Family family, long high, long low) {

    /// The version of the protocol.
    public enum Family {
        V4(32),
        V6(128);

        private final int bits;

        Family(int bits) {
            this.bits = bits;
        }

        public int bits() {
            return bits;
        }
    }

    /// `10.0.1.4` or `2001:db8::1`, without a zone or brackets.
    public static Parsed<Address> parse(String text) {
        return switch (parseTold(text)) {
            case Parsed.Value<Address>(Address address)
            when address.family == Family.V4 && text.indexOf(':') >= 0 ->
                Parsed.wrong("is an IPv4 address written as IPv6", "write it as " + address);
            case Parsed.Value<Address> value -> value;
            case Parsed.Wrong<Address> wrong -> wrong;
        };
    }

    /// As another machine tells it: an IPv4 address written as IPv6 (`::ffff:10.0.1.4`) is that IPv4 address.
    public static Parsed<Address> parseTold(String text) {
        Address address = text.indexOf(':') >= 0 ? v6(text) : v4(text);
        if (address == null) {
            return Parsed.wrong("is not an IP address", "use one such as 10.0.1.4 or 2001:db8::1");
        }
        boolean mapped = address.family == Family.V6 && address.high == 0 && address.low >>> 32 == 0xffff;
        return Parsed.value(mapped ? new Address(Family.V4, 0, address.low & 0xffff_ffffL) : address);
    }

    private static @Nullable Address v4(String text) {
        String[] parts = text.split("\\.", 5);
        if (parts.length != 4) {
            return null;
        }
        long value = 0;
        for (String part : parts) {
            boolean plain = Ascii.number(part, 3)
                    // Some readers take 010 for 8.
                    && (part.length() == 1 || part.charAt(0) != '0');
            if (!plain || Integer.parseInt(part) > 255) {
                return null;
            }
            value = (value << 8) | Integer.parseInt(part);
        }
        return new Address(Family.V4, 0, value);
    }

    private static @Nullable Address v6(String text) {
        if (text.length() > 45) {
            return null;
        }
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        int[] before = groups(gap >= 0 ? text.substring(0, gap) : text, gap < 0);
        int[] after = groups(gap >= 0 ? text.substring(gap + 2) : "", true);
        if (before == null || after == null) {
            return null;
        }
        int count = before.length + after.length;
        if (gap >= 0 ? count > 7 : count != 8) {
            return null;
        }
        int[] all = new int[8];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(after, 0, all, 8 - after.length, after.length);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = (high << 16) | all[i];
            low = (low << 16) | all[i + 4];
        }
        return new Address(Family.V6, high, low);
    }

    private static int @Nullable [] groups(String text, boolean last) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        int[] groups = new int[parts.length + 1];
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (last && i == parts.length - 1 && part.indexOf('.') >= 0) {
                Address tail = v4(part);
                if (tail == null) {
                    return null;
                }
                groups[count++] = (int) (tail.low >>> 16);
                groups[count++] = (int) (tail.low & 0xffff);
            } else {
                if (part.isEmpty() || part.length() > 4 || !part.chars().allMatch(c -> hex(c))) {
                    return null;
                }
                groups[count++] = Integer.parseInt(part, 16);
            }
        }
        return Arrays.copyOf(groups, count);
    }

    private static boolean hex(int c) {
        return Character.digit(c, 16) >= 0 && c < 0x80;
    }

    /// IPv6 as RFC 5952 has it.
    @Override
    public String toString() {
        if (family == Family.V4) {
            return (low >>> 24) + "." + ((low >>> 16) & 0xff) + "." + ((low >>> 8) & 0xff) + "." + (low & 0xff);
        }
        int[] groups = new int[8];
        for (int i = 0; i < 4; i++) {
            groups[i] = (int) ((high >>> (48 - 16 * i)) & 0xffff);
            groups[i + 4] = (int) ((low >>> (48 - 16 * i)) & 0xffff);
        }
        int begin = 0;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            if (run > longest) {
                begin = i;
                longest = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (longest > 1 && i == begin) {
                text.append("::");
                i += longest - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
