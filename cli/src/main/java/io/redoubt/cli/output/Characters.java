package io.redoubt.cli.output;

/// Which characters from outside may stand in output as they are.
final class Characters {

    private Characters() {}

    /// Neither obeyed by a terminal, nor invisible, nor turning the direction of reading, nor half of a pair.
    static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
