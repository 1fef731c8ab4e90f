package io.redoubt.policy;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds credentials that were written into a policy, which is committed for everyone to see.
public final class Credentials {

    /// How the names of parameters end that bear one, without hyphens and the like.
    private static final List<String> NAMES = List.of(
            "password",
            "passwd",
            "passphrase",
            "pass",
            "pwd",
            "secret",
            "token",
            "apikey",
            "accesskey",
            "secretkey",
            "privatekey",
            "signature");

    private static final Pattern PORT = Pattern.compile("[0-9]{0,5}");

    private Credentials() {}

    /// Every scalar of a file whose text is a URL with a credential in it.
    public static List<Problem> in(Node root) {
        Reader reader = new Reader(Nowhere.REFERENCES);
        walk(Origin.root(root), reader);
        return reader.problems();
    }

    private static void walk(Origin at, Reader in) {
        switch (at.node()) {
            case Node.Scalar(String text, var _, var _) -> {
                if (within(text)) {
                    in.problem(problem(at));
                }
            }
            case Node.Sequence _ -> at.items().forEach(item -> walk(item, in));
            case Node.Mapping mapping ->
                mapping.entries().forEach(entry -> {
                    if (within(entry.key())) {
                        in.problem(problem(at.atKey(entry)));
                    }
                    walk(at.key(entry.key()), in);
                });
        }
    }

    static Problem problem(Origin at) {
        return at.problem("a credential is written in this URL", "take it from { env: NAME } or { file: PATH }");
    }

    /// Whether a URL in this text has a password before its host, or one among its parameters.
    public static boolean within(String text) {
        int first = text.indexOf("://");
        for (int scheme = first; scheme >= 0; scheme = text.indexOf("://", scheme + 3)) {
            if (bearsLogin(text, scheme)) {
                return true;
            }
        }
        return first >= 0 && bearsParameter(text.substring(first));
    }

    private static boolean bearsLogin(String text, int scheme) {
        int begin = scheme + 3;
        int end = begin;
        while (end < text.length() && "/?# \t\n\"'".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = text.substring(begin, end);
        int at = authority.lastIndexOf('@');
        int colon = authority.indexOf(':', authority.startsWith("[") ? Math.max(0, authority.indexOf(']')) : 0);
        if (at >= 0) {
            // What stands alone before the host of a web address is a token and no user.
            return (colon >= 0 && colon < at) || (at > 0 && isWeb(text, scheme));
        }
        // A password with a '/', a '?' or a space in it ends the authority before its '@'.
        return colon >= 0 && !PORT.matcher(authority.substring(colon + 1)).matches() && text.indexOf('@', end) >= 0;
    }

    private static boolean isWeb(String text, int scheme) {
        return text.regionMatches(true, scheme - 4, "http", 0, 4)
                || text.regionMatches(true, scheme - 5, "https", 0, 5);
    }

    private static boolean bearsParameter(String url) {
        for (String parameter : url.split("[?&;#]", -1)) {
            int equals = parameter.indexOf('=');
            if (equals >= 0 && equals + 1 < parameter.length()) {
                String name = plain(parameter.substring(0, equals));
                if (name.equals("sig") || NAMES.stream().anyMatch(name::endsWith)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String plain(String name) {
        String decoded;
        try {
            decoded = URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            decoded = name;
        }
        return decoded.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    /// For reading that looks nothing up.
    private enum Nowhere implements References {
        REFERENCES;

        @Override
        public Optional<String> environment(String variable) {
            return Optional.empty();
        }

        @Override
        public String file(String path) throws IOException {
            throw new IOException("not looked up");
        }
    }
}
