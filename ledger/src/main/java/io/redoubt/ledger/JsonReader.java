package io.redoubt.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads JSON (RFC 8259) strictly: UTF-8, no key twice, at most 32 levels deep.
final class JsonReader {

    private static final int DEEPEST = 32;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException when the bytes are not JSON
    static Json read(byte[] json) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
        JsonReader reader = new JsonReader(text);
        Json value = reader.value(0);
        reader.space();
        if (reader.at < text.length()) {
            throw reader.wrong("more than one value");
        }
        return value;
    }

    /// @param depth how many objects and arrays it stands in
    private Json value(int depth) {
        space();
        return switch (peek()) {
            case '{' -> object(deeper(depth));
            case '[' -> array(deeper(depth));
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", new Json.Null());
            default -> number();
        };
    }

    private int deeper(int depth) {
        if (depth == DEEPEST) {
            throw wrong("more than " + DEEPEST + " levels");
        }
        return depth + 1;
    }

    private Json object(int depth) {
        TreeMap<String, Json> members = new TreeMap<>();
        at++;
        space();
        if (skip('}')) {
            return new Json.Obj(members);
        }
        do {
            space();
            String key = string();
            space();
            expect(':');
            if (members.put(key, value(depth)) != null) {
                throw wrong("a key twice");
            }
            space();
        } while (skip(','));
        expect('}');
        return new Json.Obj(members);
    }

    private Json array(int depth) {
        List<Json> items = new ArrayList<>();
        at++;
        space();
        if (skip(']')) {
            return new Json.Array(items);
        }
        do {
            items.add(value(depth));
            space();
        } while (skip(','));
        expect(']');
        return new Json.Array(items);
    }

    private String string() {
        expect('"');
        int from = at;
        while (isPlain(peek())) {
            at++;
        }
        if (skip('"')) {
            return text.substring(from, at - 1);
        }
        StringBuilder string = new StringBuilder().append(text, from, at);
        for (char c = peek(); c != '"'; c = peek()) {
            at++;
            if (c < ' ') {
                throw wrong("a control character in a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c != '"' && c != '\\';
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw wrong("it ends within a \\u");
                }
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(text.charAt(at), 16);
                    if (digit < 0 || text.charAt(at) > 'f') {
                        throw wrong("no hexadecimal digit after \\u");
                    }
                    code = (code << 4) | digit;
                    at++;
                }
                yield (char) code;
            }
            default -> throw wrong("an unknown escape");
        };
    }

    private Json number() {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw wrong("no value");
        }
        at = number.end();
        return new Json.Numeric(Double.parseDouble(number.group()));
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw wrong("no value");
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("it ends too early");
        }
        return text.charAt(at);
    }

    private boolean skip(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw wrong("no '" + c + "'");
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + " at character " + at);
    }
}
