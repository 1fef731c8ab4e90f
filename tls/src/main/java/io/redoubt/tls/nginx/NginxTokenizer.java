package io.redoubt.tls.nginx;

import io.redoubt.tls.nginx.NginxToken.Kind;
import java.util.ArrayList;
import java.util.List;

/// Cuts a configuration file into tokens, by the rules of nginx's own `ngx_conf_read_token`.
final class NginxTokenizer {

    /// nginx itself refuses a word of more than 4096 bytes.
    private static final int LONGEST_WORD = 4_096;
    private static final int MOST_TOKENS = 500_000;

    private final String file;
    private final List<NginxToken> tokens = new ArrayList<>();
    private int at;

    private NginxTokenizer(String file) {
        this.file = file;
    }

    /// @throws NginxSyntaxException where nginx would not take it, or it goes beyond a limit
    static List<NginxToken> tokens(String file) throws NginxSyntaxException {
        NginxTokenizer tokenizer = new NginxTokenizer(file);
        while (tokenizer.at < file.length()) {
            tokenizer.next();
        }
        return tokenizer.tokens;
    }

    private void next() throws NginxSyntaxException {
        int start = at;
        Kind kind = switch (file.charAt(at)) {
            case ' ', '\t', '\r', '\n' -> space();
            case '#' -> comment();
            case ';' -> one(Kind.SEMICOLON);
            case '{' -> one(Kind.OPEN);
            case '}' -> one(Kind.CLOSE);
            case '"', '\'' -> quoted(file.charAt(at));
            default -> word();
        };
        if (kind == Kind.WORD && at - start > LONGEST_WORD) {
            throw new NginxSyntaxException("a word of more than " + LONGEST_WORD + " bytes");
        }
        if (tokens.size() == MOST_TOKENS) {
            throw new NginxSyntaxException("more than " + MOST_TOKENS + " words");
        }
        tokens.add(new NginxToken(kind, start, at));
    }

    private Kind one(Kind kind) {
        at++;
        return kind;
    }

    private Kind space() {
        while (at < file.length() && isSpace(file.charAt(at))) {
            at++;
        }
        return Kind.SPACE;
    }

    private Kind comment() {
        while (at < file.length() && file.charAt(at) != '\n') {
            at++;
        }
        return Kind.COMMENT;
    }

    private Kind quoted(char quote) throws NginxSyntaxException {
        at++;
        while (at < file.length() && file.charAt(at) != quote) {
            at += file.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= file.length()) {
            throw new NginxSyntaxException("a quote that does not end");
        }
        at++;
        return Kind.WORD;
    }

    /// Ends at a space, `;` or `{`, but for the `{` of `${name}`.
    private Kind word() throws NginxSyntaxException {
        char before = ' ';
        while (at < file.length()) {
            char c = file.charAt(at);
            if (isSpace(c) || c == ';' || (c == '{' && before != '$')) {
                return Kind.WORD;
            }
            if (c == '\\') {
                at++;
                before = ' ';
            } else {
                before = c;
            }
            at++;
        }
        if (at > file.length()) {
            throw new NginxSyntaxException("it ends within a word");
        }
        return Kind.WORD;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
