package io.redoubt.control;

import java.net.URI;

/// What a control is about, as a URI: `https://shop.example.com`, `host:web-1`, `database:shop`.
public record Subject(URI uri) implements Comparable<Subject> {

    /// @throws IllegalArgumentException when `text` is not an absolute URI
    public static Subject of(String text) {
        URI uri = URI.create(text);
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("a subject is an absolute URI: " + text);
        }
        return new Subject(uri);
    }

    @Override
    public int compareTo(Subject other) {
        return uri.compareTo(other.uri);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
