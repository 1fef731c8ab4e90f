package io.redoubt.policy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Bytes to text, strictly: what is not UTF-8, or can't be seen in an editor, is a problem at its place.
final class Utf8 {

    private Utf8() {}

    static String decode(String file, byte[] bytes) {
        if (bytes.length > Limits.BYTES) {
            throw new ProblemException(new Problem(
                    new Place(file, 1, 1),
                    "",
                    "is larger than %,d bytes".formatted(Limits.BYTES),
                    "a policy is a few hundred lines; keep other things elsewhere"));
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            throw new ProblemException(new Problem(end(file, text), "", "is not UTF-8", "save the file as UTF-8"));
        }
        refuseInvisible(file, text);
        return text.toString();
    }

    private static void refuseInvisible(String file, CharBuffer text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean visible = c >= ' ' && c != 0x7f && !(c >= 0x80 && c < 0xa0) && c < 0xfffe && c != 0xfeff;
            if (!visible && c != '\n' && c != '\r' && c != '\t') {
                Place place = end(file, text.subSequence(0, i));
                throw new ProblemException(
                        c == 0xfeff
                                ? new Problem(place, "", "has a byte order mark", "save the file as UTF-8 without one")
                                : new Problem(
                                        place, "", "has the control character U+%04X".formatted((int) c), "remove it"));
            }
        }
    }

    private static Place end(String file, CharSequence before) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < before.length(); i++) {
            char c = before.charAt(i);
            if (c == '\n') {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return new Place(file, line, column);
    }
}
