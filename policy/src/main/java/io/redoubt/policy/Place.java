package io.redoubt.policy;

/// A place in a text that an operator wrote.
///
/// @param file   as it was named by the operator
/// @param line   from 1
/// @param column from 1, in characters
public record Place(String file, int line, int column) implements Comparable<Place> {

    /// Where no operator wrote anything: the value is Redoubt's own.
    public static final Place DEFAULT = new Place("default", 1, 1);

    public Place {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns begin at 1: " + line + ":" + column);
        }
    }

    public boolean isDefault() {
        return equals(DEFAULT);
    }

    @Override
    public int compareTo(Place other) {
        int byFile = file.compareTo(other.file);
        if (byFile != 0) {
            return byFile;
        }
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
