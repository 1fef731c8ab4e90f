package io.redoubt.tls.nginx;

/// A piece of a configuration file; all of them, joined, are the file.
///
/// @param start its first character
/// @param end   the one after its last
record NginxToken(Kind kind, int start, int end) {

    enum Kind {
        SPACE,
        COMMENT,
        WORD,
        SEMICOLON,
        OPEN,
        CLOSE
    }

    String text(String file) {
        return file.substring(start, end);
    }

    /// What a word means, without its quotes.
    String word(String file) {
        char first = file.charAt(start);
        boolean quoted = first == '"' || first == '\'';
        return quoted ? file.substring(start + 1, end - 1) : text(file);
    }
}
