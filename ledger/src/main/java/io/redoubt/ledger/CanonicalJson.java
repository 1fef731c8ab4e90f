package io.redoubt.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The JSON Canonicalization Scheme of RFC 8785.
final class CanonicalJson {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(256);

    private CanonicalJson() {}

    static byte[] write(Json json) {
        CanonicalJson writer = new CanonicalJson();
        writer.value(json);
        return writer.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(Json json) {
        switch (json) {
            case Json.Text(String text) -> text(text);
            case Json.Numeric(double value) -> out.append(number(value));
            case Json.Bool(boolean value) -> out.append(value);
            case Json.Null() -> out.append("null");
            case Json.Array array -> {
                String comma = "";
                out.append('[');
                for (Json item : array.items()) {
                    out.append(comma);
                    value(item);
                    comma = ",";
                }
                out.append(']');
            }
            case Json.Obj object -> {
                String comma = "";
                out.append('{');
                for (Map.Entry<String, Json> member : object.members().entrySet()) {
                    out.append(comma);
                    text(member.getKey());
                    out.append(':');
                    value(member.getValue());
                    comma = ",";
                }
                out.append('}');
            }
        }
    }

    /// Section 3.2.2.2.
    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /// Section 3.2.2.3: ECMAScript's Number::toString. Both it and Java (since 19) take the shortest digits that read
    /// back as the same double; only their layout differs.
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        if (value == (long) value && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        String java = Double.toString(Math.abs(value));
        int e = java.indexOf('E');
        String mantissa = e < 0 ? java : java.substring(0, e);
        int point = mantissa.indexOf('.');
        String all = mantissa.substring(0, point) + mantissa.substring(point + 1);
        // The value is 0.DIGITS times ten to the power of n.
        int n = point + (e < 0 ? 0 : Integer.parseInt(java.substring(e + 1)));
        int leading = 0;
        while (all.charAt(leading) == '0') {
            leading++;
        }
        int end = all.length();
        while (all.charAt(end - 1) == '0') {
            end--;
        }
        String digits = all.substring(leading, end);
        return (value < 0 ? "-" : "") + layOut(shortest(digits, n - leading, Math.abs(value)), n - leading);
    }

    /// Java never takes fewer than two digits, which matters for the smallest doubles alone: 4.9e-324 is 5e-324.
    private static String shortest(String digits, int n, double value) {
        if (digits.length() != 2 || digits.charAt(0) == '9') {
            return digits;
        }
        String rounded = Character.toString(digits.charAt(0) + (digits.charAt(1) < '5' ? 0 : 1));
        return Double.parseDouble("0." + rounded + "e" + n) == value ? rounded : digits;
    }

    private static String layOut(String digits, int n) {
        int k = digits.length();
        if (k <= n && n <= 21) {
            return digits + "0".repeat(n - k);
        }
        if (0 < n && n <= 21) {
            return digits.substring(0, n) + "." + digits.substring(n);
        }
        if (-6 < n && n <= 0) {
            return "0." + "0".repeat(-n) + digits;
        }
        String fraction = k == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "e" + (n > 0 ? "+" : "-") + Math.abs(n - 1);
    }
}
