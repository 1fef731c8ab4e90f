package io.redoubt.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// YAML 1.2 text, and therefore JSON, to a tree. Scalars stay text; what makes YAML surprising (anchors, aliases, tags,
/// merge keys, several documents, a key twice) is refused.
///
/// The tree is built from the parser's events without recursion, and every limit is checked while it grows.
public final class Yaml {

    private final String file;
    private final String text;
    private final List<Problem> problems = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable Node root;
    private int documents;
    private int nodes;

    /// A list or map whose end has not come yet.
    private static final class Open {
        final boolean map;
        final Place place;
        final List<Node> items = new ArrayList<>();
        final List<Node.Entry> entries = new ArrayList<>();
        final Set<String> keys = new HashSet<>();
        Node.@Nullable Scalar key;

        Open(boolean map, Place place) {
            this.map = map;
            this.place = place;
        }
    }

    private Yaml(String file, String text) {
        this.file = file;
        this.text = spaced(text);
    }

    /// JSON may be indented with tabs, which YAML refuses: there they are one space each, so that columns stay.
    private static String spaced(String text) {
        if (!text.stripLeading().startsWith("{") || text.indexOf('\t') < 0) {
            return text;
        }
        StringBuilder spaced = new StringBuilder(text);
        boolean indentation = true;
        for (int i = 0; i < spaced.length(); i++) {
            char c = spaced.charAt(i);
            if (c == '\t' && indentation) {
                spaced.setCharAt(i, ' ');
            }
            indentation = c == '\n' || (indentation && (c == ' ' || c == '\t'));
        }
        return spaced.toString();
    }

    /// Reads one file.
    ///
    /// @param file how problems name it
    /// @throws ProblemException with every problem found; after a slip of syntax nothing more can be found
    public static Node.Mapping read(String file, byte[] bytes) {
        Node root = new Yaml(file, Utf8.decode(file, bytes)).tree();
        if (root instanceof Node.Mapping mapping) {
            return mapping;
        }
        throw new ProblemException(new Problem(
                root.place(), "", "is not a map of keys and values", "begin with 'redoubt: 1' and 'service: NAME'"));
    }

    /// Reads one value of Redoubt's own.
    static Node builtIn(String text) {
        return new Yaml("default", text).tree();
    }

    private Node tree() {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setLabel(file)
                // All at once: a buffer that ends within a surrogate pair makes the parser fail (snakeyaml-engine
                // 2.10).
                .setBufferSize(text.length() + 1)
                .build();
        try {
            ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, text));
            while (parser.hasNext()) {
                take(parser.next());
            }
        } catch (YamlEngineException e) {
            problems.add(YamlComplaint.problem(file, text, e));
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        if (root == null) {
            throw new ProblemException(
                    new Problem(new Place(file, 1, 1), "", "is empty", "'redoubt init' writes a policy to begin with"));
        }
        return root;
    }

    private void take(Event event) {
        switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case Alias -> alias((AliasEvent) event);
            case SequenceStart, MappingStart -> start((CollectionStartEvent) event);
            case SequenceEnd, MappingEnd -> end();
            case DocumentStart -> document((DocumentStartEvent) event);
            case DocumentEnd, StreamStart, StreamEnd, Comment -> {}
        }
    }

    private void document(DocumentStartEvent event) {
        if (++documents == 2) {
            throw new ProblemException(with(new Problem(
                    place(event), "", "a second document begins", "one file holds one policy; remove the '---'")));
        }
    }

    private void scalar(ScalarEvent event) {
        Place place = place(event);
        refuseProperties(event, event.getTag(), place);
        String value = event.getValue();
        if (value.length() > Limits.SCALAR) {
            throw new ProblemException(
                    with(new Problem(place, "", "a value is longer than %,d characters".formatted(Limits.SCALAR), "")));
        }
        if (!wellFormed(value)) {
            problems.add(new Problem(place, "", "has half of a surrogate pair", "write the character itself"));
        }
        add(new Node.Scalar(value, event.getScalarStyle() != ScalarStyle.PLAIN, place));
    }

    private void alias(AliasEvent event) {
        String written = "*" + event.getAlias();
        Place place = place(event);
        problems.add(YamlComplaint.alias(place, written));
        add(new Node.Scalar(written, true, place));
    }

    private void start(CollectionStartEvent event) {
        Place place = place(event);
        refuseProperties(event, event.getTag(), place);
        if (open.size() == Limits.DEPTH) {
            throw new ProblemException(with(new Problem(
                    place, "", "is nested deeper than %d levels".formatted(Limits.DEPTH), "write it flatter")));
        }
        count(place);
        open.push(new Open(event.getEventId() == Event.ID.MappingStart, place));
    }

    private void end() {
        Open closed = open.pop();
        place(
                closed.map
                        ? new Node.Mapping(closed.entries, closed.place)
                        : new Node.Sequence(closed.items, closed.place));
    }

    private void add(Node.Scalar scalar) {
        count(scalar.place());
        Open parent = open.peek();
        if (parent != null && parent.map && parent.key == null) {
            key(parent, scalar);
        } else {
            place(scalar);
        }
    }

    private void key(Open parent, Node.Scalar key) {
        parent.key = key;
        if (key.text().equals("<<") && !key.quoted()) {
            problems.add(new Problem(key.place(), "", "merge keys are refused", "write the keys out"));
        } else if (!parent.keys.add(key.text())) {
            problems.add(new Problem(
                    key.place(), "", "%s is here twice".formatted(Quoted.of(key.text())), "keep one of the two"));
        }
    }

    private void place(Node node) {
        Open parent = open.peek();
        if (parent == null) {
            root = node;
        } else if (!parent.map) {
            parent.items.add(node);
        } else if (parent.key == null) {
            throw new ProblemException(
                    with(new Problem(node.place(), "", "a list or map can't be a key", "a key is one word")));
        } else {
            parent.entries.add(new Node.Entry(parent.key.text(), parent.key.place(), node));
            parent.key = null;
        }
    }

    private void refuseProperties(NodeEvent event, Optional<String> tag, Place place) {
        if (event.getAnchor().isPresent()) {
            problems.add(new Problem(place, "", "anchors are refused", "write the value out, or in quotes"));
        }
        if (tag.isPresent()) {
            problems.add(new Problem(place, "", "tags are refused", "write the value without '!', or in quotes"));
        }
    }

    private void count(Place place) {
        if (++nodes > Limits.NODES || problems.size() > Limits.PROBLEMS) {
            throw new ProblemException(
                    with(new Problem(place, "", "has more than %,d values".formatted(Limits.NODES), "split it up")));
        }
    }

    private List<Problem> with(Problem last) {
        List<Problem> all = new ArrayList<>(problems);
        all.add(last);
        return all;
    }

    private Place place(Event event) {
        if (file.equals(Place.DEFAULT.file())) {
            return Place.DEFAULT;
        }
        Mark mark = event.getStartMark().orElseThrow();
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static boolean wellFormed(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)) {
                if (++i == value.length() || !Character.isLowSurrogate(value.charAt(i))) {
                    return false;
                }
            } else if (Character.isLowSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
