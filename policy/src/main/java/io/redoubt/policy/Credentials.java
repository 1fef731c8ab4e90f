package io.redoubt.policy;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds credentials that were written into a policy, which is committed for everyone to see.
public final class Credentials {

    private static final List<String> PARAMETERS =
            List.of("password=", "passwd=", "sslpassword=", "secret=", "token=", "api_key=", "apikey=", "access_key=");

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
            case Node.Mapping mapping -> mapping.entries().forEach(entry -> walk(at.key(entry.key()), in));
        }
    }

    static Problem problem(Origin at) {
        return at.problem("a credential is written in this URL", "take it from { env: NAME } or { file: PATH }");
    }

    /// Whether a URL in this text has a password before its host, or one among its parameters.
    static boolean within(String text) {
        int scheme = text.indexOf("://");
        while (scheme >= 0) {
            int begin = scheme + 3;
            int end = begin;
            while (end < text.length() && "/?# \t\n\"'".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            String authority = text.substring(begin, end);
            int at = authority.lastIndexOf('@');
            int colon = authority.indexOf(':');
            if (at >= 0 && colon >= 0 && colon < at) {
                return true;
            }
            int query = text.indexOf('?', begin);
            if (query >= 0 && bearsPassword(text.substring(query + 1))) {
                return true;
            }
            scheme = text.indexOf("://", begin);
        }
        return false;
    }

    private static boolean bearsPassword(String query) {
        for (String parameter : query.toLowerCase(Locale.ROOT).split("[&;]", 64)) {
            for (String name : PARAMETERS) {
                if (parameter.startsWith(name) && parameter.length() > name.length()) {
                    return true;
                }
            }
        }
        return false;
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
