package io.redoubt.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// A JSON value that RFC 8785 can write in one way only.
public sealed interface Json {

    /// @param text without lone surrogates
    record Text(String text) implements Json {
        public Text {
            insistOnWhole(text);
        }

        private static void insistOnWhole(String text) {
            int at = 0;
            while (at < text.length()) {
                int code = text.codePointAt(at);
                if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
                    throw new IllegalArgumentException("a text holds half of a surrogate pair");
                }
                at += Character.charCount(code);
            }
        }
    }

    /// @param value finite; whole numbers beyond 2^53 are for `Text`
    record Numeric(double value) implements Json {
        public Numeric {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("JSON has no " + value);
            }
        }
    }

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}

    record Array(List<Json> items) implements Json {
        public Array {
            items = List.copyOf(items);
        }
    }

    /// @param members sorted by UTF-16 code units
    record Obj(SortedMap<String, Json> members) implements Json {
        public Obj {
            members.keySet().forEach(Text::insistOnWhole);
            members.values().forEach(Objects::requireNonNull);
            SortedMap<String, Json> sorted = new TreeMap<>();
            sorted.putAll(members);
            members = Collections.unmodifiableSortedMap(sorted);
        }
    }

    /// Reads strictly: UTF-8, no key twice, at most 32 levels deep.
    ///
    /// @throws IllegalArgumentException when the bytes are not JSON
    static Json ofBytes(byte[] json) {
        return JsonReader.read(json);
    }

    /// The one way in which RFC 8785 writes it.
    default byte[] toBytes() {
        return CanonicalJson.write(this);
    }

    static Json of(String text) {
        return new Text(text);
    }

    /// @throws IllegalArgumentException when a double, which is what JSON's numbers are, cannot hold it
    static Json of(long number) {
        if (Math.abs(number) > 1L << 53) {
            throw new IllegalArgumentException("beyond 2^53 a number is written as text: " + number);
        }
        return new Numeric(number);
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    static Json of(List<Json> items) {
        return new Array(items);
    }

    static Json of(Map<String, Json> members) {
        return new Obj(new TreeMap<>(members));
    }

    static Json texts(List<String> texts) {
        List<Json> items = new ArrayList<>();
        texts.forEach(text -> items.add(of(text)));
        return new Array(items);
    }
}
