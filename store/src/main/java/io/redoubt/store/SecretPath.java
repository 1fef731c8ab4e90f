package io.redoubt.store;

import java.util.List;
import java.util.stream.Stream;

/// The name of a secret: `prod/db/password`.
///
/// @param segments 1 to 16, each of 1 to 128 characters without slash or control character, none of them `.` or `..`
public record SecretPath(List<String> segments) implements Comparable<SecretPath> {

    private static final int MOST_SEGMENTS = 16;
    private static final int LONGEST_SEGMENT = 128;

    public SecretPath {
        segments = List.copyOf(segments);
        if (segments.isEmpty() || segments.size() > MOST_SEGMENTS) {
            throw new IllegalArgumentException("a secret's path has 1 to " + MOST_SEGMENTS + " segments");
        }
        for (String segment : segments) {
            if (segment.isEmpty() || segment.length() > LONGEST_SEGMENT) {
                throw new IllegalArgumentException(
                        "each segment of a secret's path has 1 to " + LONGEST_SEGMENT + " characters");
            }
            if (segment.equals(".")
                    || segment.equals("..")
                    || segment.chars().anyMatch(c -> c == '/' || Character.isISOControl(c))) {
                throw new IllegalArgumentException(
                        "a segment of a secret's path is not . or .. and has no slash or control character");
            }
        }
    }

    public static SecretPath parse(String text) {
        if (text.length() > MOST_SEGMENTS * (LONGEST_SEGMENT + 1)) {
            throw new IllegalArgumentException("a secret's path is not that long");
        }
        return new SecretPath(Stream.of(text.split("/", -1)).toList());
    }

    @Override
    public int compareTo(SecretPath other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return String.join("/", segments);
    }
}
