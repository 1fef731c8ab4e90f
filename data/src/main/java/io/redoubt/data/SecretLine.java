package io.redoubt.data;

import io.redoubt.ledger.Json;
import io.redoubt.store.Secrets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// One secret as a line of JSON: `path`, `version`, `created`, and its bytes as `value` where they are UTF-8, as
/// `base64` otherwise. The value never becomes a string of this process, and what held it is wiped.
final class SecretLine {

    private static final HexFormat HEX = HexFormat.of();

    private SecretLine() {}

    static void write(Secrets.Version version, OutputStream out) throws IOException {
        ascii(out, "{\"path\":");
        out.write(Json.of(version.path().toString()).toBytes());
        ascii(out, ",\"version\":" + version.number() + ",\"created\":\"" + version.createdAt() + "\",");
        byte[] value = version.value().reveal();
        try {
            if (isUtf8(value)) {
                ascii(out, "\"value\":\"");
                escape(value, out);
            } else {
                ascii(out, "\"base64\":\"");
                byte[] encoded = Base64.getEncoder().encode(value);
                out.write(encoded);
                Arrays.fill(encoded, (byte) 0);
            }
        } finally {
            Arrays.fill(value, (byte) 0);
        }
        ascii(out, "\"}\n");
    }

    private static void ascii(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isUtf8(byte[] value) {
        char[] decoded = new char[value.length];
        try {
            return !StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value), CharBuffer.wrap(decoded), true)
                    .isError();
        } finally {
            Arrays.fill(decoded, '\0');
        }
    }

    private static void escape(byte[] value, OutputStream out) throws IOException {
        for (byte each : value) {
            if (each == '"' || each == '\\') {
                out.write('\\');
                out.write(each);
            } else if (each >= 0 && each < ' ') {
                ascii(out, "\\u00" + HEX.toHexDigits(each));
            } else {
                out.write(each);
            }
        }
    }
}
