package io.redoubt.cli.output;

/// Characters in XML 1.0 (section 2.2): those that it can't hold at all become U+FFFD.
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
        return point == '\t'
                || point == '\n'
                || (point >= 0x20 && point <= 0x7e)
                || (point >= 0xa0 && point <= 0xd7ff)
                || (point >= 0xe000 && point <= 0xfffd)
                || point >= 0x10000;
    }
}
