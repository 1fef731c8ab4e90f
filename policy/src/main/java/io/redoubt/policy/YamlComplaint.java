package io.redoubt.policy;

import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What the YAML parser complains of, in the words of someone who looks at the file and not at a grammar.
final class YamlComplaint {

    private YamlComplaint() {}

    static Problem alias(Place place, String written) {
        return new Problem(
                place,
                "",
                "%s is not in quotes, so YAML takes it for an alias".formatted(Quoted.of(written)),
                "write it in quotes: \"%s\"".formatted(written.length() > 40 ? "*…" : written));
    }

    static Problem problem(String file, String text, YamlEngineException e) {
        if (!(e instanceof MarkedYamlEngineException marked)) {
            return new Problem(new Place(file, 1, 1), "", "is not valid YAML", "check the file in an editor");
        }
        String said = String.valueOf(marked.getProblem()).toLowerCase(Locale.ROOT);
        String while_ = String.valueOf(marked.getContext()).toLowerCase(Locale.ROOT);
        Optional<Mark> mark = marked.getProblemMark().or(marked::getContextMark);
        Place place = mark.map(m -> place(file, m)).orElse(new Place(file, 1, 1));
        if (while_.contains("scanning an alias") && marked.getContextMark().isPresent()) {
            Mark star = marked.getContextMark().get();
            return alias(place(file, star), word(text, star.getPointer()));
        }
        if (while_.contains("scanning an anchor") && marked.getContextMark().isPresent()) {
            return new Problem(
                    place(file, marked.getContextMark().get()), "", "anchors are refused", "write the value in quotes");
        }
        if (while_.contains("quoted scalar")) {
            return quotes(file, place, marked, said);
        }
        return syntax(place, said);
    }

    private static Problem quotes(String file, Place place, MarkedYamlEngineException marked, String said) {
        if (said.contains("escape")) {
            return new Problem(
                    place, "", "an unknown escape in double quotes", "write it in single quotes, or '\\\\' for a '\\'");
        }
        return new Problem(
                marked.getContextMark().map(m -> place(file, m)).orElse(place),
                "",
                "a quote is opened here and never closed",
                "close it on the same line");
    }

    private static Problem syntax(Place place, String said) {
        if (said.contains("mapping values are not allowed")) {
            return new Problem(
                    place, "", "a ':' where no key can be", "put the value in quotes, or begin a new line for the key");
        }
        if (said.contains("(tab)")) {
            return new Problem(place, "", "a tab in the indentation", "indent with spaces");
        }
        if (said.contains("that cannot start any token")) {
            return new Problem(place, "", "a value can't begin with this character", "write the value in quotes");
        }
        if (said.contains("expected <block end>")
                || said.contains("sequence entries are not allowed")
                || said.contains("could not find expected ':'")) {
            return new Problem(
                    place, "", "the indentation does not fit the lines above", "align it with its neighbours");
        }
        if (said.contains("<stream end>") || said.contains("end of stream")) {
            return new Problem(place, "", "the file ends in the middle of a list or map", "close the '[' or '{'");
        }
        if (said.contains("',' or '}'") || said.contains("',' or ']'")) {
            return new Problem(place, "", "a ',' or a closing bracket is missing before this", "separate with ', '");
        }
        return new Problem(place, "", "is not valid YAML here", "check brackets, quotes and indentation");
    }

    private static Place place(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /// From the pointer, which counts code points, to the next space, bracket or comma.
    private static String word(String text, int pointer) {
        int begin = text.offsetByCodePoints(0, Math.min(pointer, text.codePointCount(0, text.length())));
        int end = begin;
        while (end < text.length() && end < begin + 60 && ",]} \t\r\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(begin, end);
    }
}
