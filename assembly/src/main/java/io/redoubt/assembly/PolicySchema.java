package io.redoubt.assembly;

import io.redoubt.policy.Json;
import io.redoubt.policy.ScalarType;
import java.util.LinkedHashMap;
import java.util.Map;

/// The policy file as JSON Schema 2020-12, for editors: what `policy schema` prints.
public final class PolicySchema {

    private PolicySchema() {}

    public static String text() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "A policy of Redoubt");
        schema.put(
                "description",
                "What a service's security has to be. Rules between values are checked by 'policy check'.");
        schema.putAll(PolicyShape.SHAPE.schema());
        schema.put("$defs", Map.of("reference", ScalarType.referenceSchema()));
        return Json.pretty(schema);
    }
}
