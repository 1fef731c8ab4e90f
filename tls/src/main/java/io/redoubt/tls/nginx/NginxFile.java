package io.redoubt.tls.nginx;

import io.redoubt.tls.nginx.NginxToken.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// One file of the configuration, read as Latin-1, so that each byte is one character.
final class NginxFile {

    private static final int DEEPEST = 32;

    private final Path path;
    private final String text;
    private final List<NginxDirective> directives;

    private NginxFile(Path path, String text) throws NginxSyntaxException {
        this.path = path;
        this.text = text;
        List<NginxToken> tokens = NginxTokenizer.tokens(text).stream()
                .filter(token -> token.kind() != Kind.SPACE && token.kind() != Kind.COMMENT)
                .toList();
        Iterator<NginxToken> all = tokens.iterator();
        this.directives = block(all, 0);
    }

    static NginxFile parse(Path path, String text) throws NginxSyntaxException {
        return new NginxFile(path, text);
    }

    /// As the including directive names it: perhaps a symbolic link.
    Path path() {
        return path;
    }

    String text() {
        return text;
    }

    List<NginxDirective> directives() {
        return directives;
    }

    private List<NginxDirective> block(Iterator<NginxToken> tokens, int depth) throws NginxSyntaxException {
        if (depth > DEEPEST) {
            throw new NginxSyntaxException(path + " has more than " + DEEPEST + " blocks in one another");
        }
        List<NginxDirective> block = new ArrayList<>();
        List<NginxToken> words = new ArrayList<>();
        while (tokens.hasNext()) {
            NginxToken token = tokens.next();
            switch (token.kind()) {
                case WORD -> words.add(token);
                case SEMICOLON, OPEN -> {
                    if (words.isEmpty()) {
                        throw new NginxSyntaxException(path + " has a " + token.text(text) + " without a name");
                    }
                    if (token.kind() == Kind.OPEN && words.getFirst().text(text).endsWith("_by_lua_block")) {
                        throw new NginxSyntaxException(path + " holds Lua");
                    }
                    List<NginxDirective> inside = token.kind() == Kind.OPEN ? block(tokens, depth + 1) : List.of();
                    block.add(directive(words, token, inside));
                    words.clear();
                }
                case CLOSE -> {
                    if (depth == 0 || !words.isEmpty()) {
                        throw new NginxSyntaxException(path + " has a } too many");
                    }
                    return List.copyOf(block);
                }
                case SPACE, COMMENT -> throw new IllegalStateException("filtered before");
            }
        }
        if (depth > 0 || !words.isEmpty()) {
            throw new NginxSyntaxException(path + " ends too early");
        }
        return List.copyOf(block);
    }

    private NginxDirective directive(List<NginxToken> words, NginxToken last, List<NginxDirective> inside) {
        NginxToken name = words.getFirst();
        return new NginxDirective(
                this,
                name.word(text),
                words.stream().skip(1).map(word -> word.word(text)).toList(),
                name.start(),
                words.size() > 1 ? words.get(1).start() : name.end(),
                words.getLast().end(),
                last.end(),
                inside);
    }
}
