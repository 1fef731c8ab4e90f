package io.redoubt.policy;

/// A value as a problem quotes it: short, on one line, harmless to a terminal, and without a credential.
final class Quoted {

    private static final int LONGEST = 60;

    private Quoted() {}

    static String of(String text) {
        if (Credentials.within(text)) {
            return "'…'";
        }
        StringBuilder quoted = new StringBuilder("'");
        int end = Math.min(text.length(), LONGEST);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        text.substring(0, end).codePoints().forEach(c -> {
            int kind = Character.getType(c);
            boolean harmless = kind != Character.CONTROL
                    && kind != Character.FORMAT
                    && kind != Character.LINE_SEPARATOR
                    && kind != Character.PARAGRAPH_SEPARATOR
                    && kind != Character.SURROGATE;
            quoted.appendCodePoint(harmless ? c : '\ufffd');
        });
        return quoted.append(end < text.length() ? "…'" : "'").toString();
    }
}
