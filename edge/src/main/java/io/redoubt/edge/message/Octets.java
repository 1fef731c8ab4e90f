package io.redoubt.edge.message;

import io.netty.util.AsciiString;

/// Which octets may stand where, as the grammars of RFC 9110, 9112 and 3986 have it.
public final class Octets {

    private static final int TOKEN = 1;
    private static final int VALUE = 2;
    private static final int PATH = 4;
    private static final int QUERY = 8;
    private static final byte[] CLASSES = classes();

    private Octets() {}

    /// A character of a method or a field's name.
    public static boolean token(byte octet) {
        return (CLASSES[octet & 0xff] & TOKEN) != 0;
    }

    /// A character within a field's value: visible, SP, HTAB, or above 0x7F.
    public static boolean value(byte octet) {
        return (CLASSES[octet & 0xff] & VALUE) != 0;
    }

    /// A character of a path's segment that means itself; `;` is none, since some servers cut there.
    static boolean path(byte octet) {
        return (CLASSES[octet & 0xff] & PATH) != 0;
    }

    static boolean query(byte octet) {
        return (CLASSES[octet & 0xff] & QUERY) != 0;
    }

    static boolean unreserved(int octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }

    /// The value of a hexadecimal digit, or -1.
    public static int hex(byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        int small = octet | 0x20;
        return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
    }

    /// Whether all of it is one token.
    public static boolean token(AsciiString text) {
        byte[] array = text.array();
        int end = text.arrayOffset() + text.length();
        for (int i = text.arrayOffset(); i < end; i++) {
            if (!token(array[i])) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Whether all of it may be a field's value, without white space around.
    public static boolean value(AsciiString text) {
        byte[] array = text.array();
        int start = text.arrayOffset();
        int end = start + text.length();
        for (int i = start; i < end; i++) {
            if (!value(array[i])) {
                return false;
            }
        }
        return text.isEmpty() || (!blank(array[start]) && !blank(array[end - 1]));
    }

    public static boolean blank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int octet = 0; octet < 256; octet++) {
            boolean letter = octet < 128 && Character.isLetterOrDigit(octet);
            int all = 0;
            if (letter || (octet < 128 && "!#$%&'*+-.^_`|~".indexOf(octet) >= 0)) {
                all |= TOKEN;
            }
            if (octet == '\t' || (octet >= ' ' && octet != 127)) {
                all |= VALUE;
            }
            if (letter || (octet < 128 && "-._~!$&'()*+,=:@".indexOf(octet) >= 0)) {
                all |= PATH;
            }
            if (octet > ' ' && octet < 127 && octet != '#') {
                all |= QUERY;
            }
            classes[octet] = (byte) all;
        }
        return classes;
    }
}
