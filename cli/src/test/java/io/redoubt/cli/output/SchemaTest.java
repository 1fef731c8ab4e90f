package io.redoubt.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {

    static Stream<Report> reports() {
        return Stream.of(Reports.sample(), Reports.full(), Reports.nothing(), Reports.hostile());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void json_holds_to_its_schema(Report report) throws IOException {
        Schema schema = schema("/io/redoubt/cli/output/check-1.schema.json", SpecificationVersion.DRAFT_2020_12);

        assertThat(schema.validate(new JsonRenderer().render(report), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void sarif_holds_to_the_schema_of_sarif_2_1_0(Report report) throws IOException {
        Schema schema = schema("/schema/sarif-schema-2.1.0.json", SpecificationVersion.DRAFT_7);

        assertThat(schema.validate(
                        new SarifRenderer("0.1.0", id -> "All about " + id).render(report), InputFormat.JSON))
                .isEmpty();
    }

    private static Schema schema(String resource, SpecificationVersion version) throws IOException {
        try (InputStream in = SchemaTest.class.getResourceAsStream(resource)) {
            return SchemaRegistry.withDefaultDialect(version).getSchema(in);
        }
    }
}
