package io.redoubt.cli.output;

/// Text in XML 1.0. Characters that it can't hold (section 2.2), or that would mislead a reader, become U+FFFD.
final class Xml {

    private Xml() {}

    /// Line breaks are kept, which a parser would otherwise turn into spaces.
    static String attribute(String text) {
        return escape(text).replace("\n", "&#10;").replace("\t", "&#9;");
    }

    static String text(String text) {
        return escape(text);
    }

    private static String escape(String text) {
        StringBuilder xml = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\'' -> xml.append("&apos;");
                case '\r' -> xml.append("&#13;");
                default -> xml.appendCodePoint(isAllowed(point) ? point : 0xfffd);
            }
        });
        return xml.toString();
    }

    private static boolean isAllowed(int point) {
        return point == '\t' || point == '\n' || (Characters.isPlain(point) && (point & 0xfffe) != 0xfffe);
    }
}
