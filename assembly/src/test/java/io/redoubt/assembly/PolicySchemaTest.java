package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySchemaTest {

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Schema schema = registry.getSchema(PolicySchema.text());

    @Test
    void schema_is_valid_against_the_metaschema() {
        Schema metaschema =
                registry.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
        assertThat(metaschema.validate(PolicySchema.text(), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "minimal", "verify-only"})
    void example_is_valid_against_the_schema(String example) throws IOException {
        String text = Files.readString(Path.of("..", "examples", example, "redoubt.yaml"));
        assertThat(schema.validate(text, InputFormat.YAML)).isEmpty();
    }

    @Test
    void generated_policies_are_valid_against_the_schema() {
        for (long seed = 0; seed < 50; seed++) {
            String text = GeneratedPolicy.of(seed);
            assertThat(schema.validate(text, InputFormat.YAML)).as(text).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redoubt: 1\nservice: shop\ntls: { minimun: \"1.3\" }",
                "redoubt: 1\nservice: shop\ntls: { minimum: \"1.4\" }",
                "redoubt: 1\nservice: Shop",
                "service: shop",
                "redoubt: 1\nservice: shop\nauthentication: { access-token: 15 }",
                "redoubt: 1\nservice: shop\nsecrets: { store: { gcp: x } }",
                "redoubt: 1\nservice: shop\nstore: sqlite",
                "redoubt: 1\nservice: shop\nstore: { postgresql: { host: db } }"
            })
    void slip_is_not_valid_against_the_schema(String text) {
        assertThat(schema.validate(text, InputFormat.YAML)).isNotEmpty();
    }
}
