package io.redoubt.policy;

/// A place in a text that an operator wrote.
///
/// @param file   as it was named by the operator
/// @param line   from 1
/// @param column from 1, in characters
public record Place(String file, int line, int column) {

    public Place {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns begin at 1: " + line + ":" + column);
        }
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
