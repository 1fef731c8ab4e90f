package io.redoubt.edge.snapshot;

import io.redoubt.edge.EdgeSnapshot;
import io.redoubt.edge.SnapshotException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// JSON as maps, lists, text, whole numbers and truth values, within limits. A fraction and null have no meaning in a
/// snapshot.
final class JsonDocument {

    private static final int DEPTH = 16;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(EdgeSnapshot.MAXIMUM_BYTES)
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(1 << 20)
                    .maxNameLength(1_024)
                    .maxNumberLength(19)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonDocument() {}

    /// @throws SnapshotException names the place only
    static Object parse(byte[] json) {
        if (json.length > EdgeSnapshot.MAXIMUM_BYTES) {
            throw new SnapshotException(List.of("it is longer than " + EdgeSnapshot.MAXIMUM_BYTES + " bytes"));
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            Object value = value(parser, parser.nextToken());
            if (parser.nextToken() != null) {
                throw wrong(parser);
            }
            return value;
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw new SnapshotException(List.of(
                    place == null
                            ? "it is not JSON"
                            : "it is not JSON at line %d, column %d"
                                    .formatted(place.getLineNr(), place.getColumnNr())));
        }
    }

    private static Object value(JsonParser parser, @Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> throw wrong(parser);
        };
    }

    private static Map<String, Object> object(JsonParser parser) {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            map.put(name, value(parser, parser.nextToken()));
        }
        return map;
    }

    private static List<Object> array(JsonParser parser) {
        List<Object> list = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            list.add(value(parser, token));
        }
        return list;
    }

    private static SnapshotException wrong(JsonParser parser) {
        var place = parser.currentTokenLocation();
        return new SnapshotException(
                List.of("unexpected JSON at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr())));
    }
}
