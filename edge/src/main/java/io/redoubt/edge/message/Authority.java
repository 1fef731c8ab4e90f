package io.redoubt.edge.message;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/// The host that a request is for.
///
/// @param text as received
/// @param host in small letters, without the port
public record Authority(AsciiString text, String host) {

    private static final int LONGEST = 253;

    /// `shop.example.com` or `shop.example.com:8443`; no user, no trailing dot, nothing encoded.
    ///
    /// @throws RefusedException [Refusal#AMBIGUOUS_HOST]
    public static Authority parse(AsciiString text) throws RefusedException {
        byte[] array = text.array();
        int start = text.arrayOffset();
        int end = start + text.length();
        int colon = end;
        byte[] small = new byte[text.length()];
        int at = start;
        for (; at < end; at++) {
            byte octet = array[at];
            if (octet == ':') {
                colon = at;
                break;
            }
            boolean letter = octet >= 'a' && octet <= 'z';
            boolean capital = octet >= 'A' && octet <= 'Z';
            boolean digit = octet >= '0' && octet <= '9';
            if (!letter && !capital && !digit && octet != '-' && octet != '.' && octet != '_') {
                throw wrong();
            }
            small[at - start] = capital ? (byte) (octet | 0x20) : octet;
        }
        int length = colon - start;
        boolean shaped = length > 0 && length <= LONGEST && array[start] != '.' && array[colon - 1] != '.';
        if (!shaped || (colon < end && !port(array, colon + 1, end))) {
            throw wrong();
        }
        return new Authority(text, new String(small, 0, length, StandardCharsets.US_ASCII));
    }

    private static boolean port(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] < '0' || array[i] > '9') {
                return false;
            }
        }
        return to > from && to - from <= 5;
    }

    private static RefusedException wrong() {
        return new RefusedException(Refusal.AMBIGUOUS_HOST, "the host is no host name, or has something beside it");
    }
}
