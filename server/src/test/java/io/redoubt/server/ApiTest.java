package io.redoubt.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.redoubt.ledger.Json;
import io.redoubt.server.api.Api;
import io.redoubt.server.view.Reading;
import io.redoubt.store.PolicyRevisions.Revision;
import io.redoubt.tls.CertificateRequest;
import io.redoubt.tls.CertificateStanding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API and its description.
class ApiTest {

    private static final Pattern PREDICATE = Pattern.compile("\\((GET|POST) && (/[^)]*)\\)");

    @TempDir
    Path directory;

    private Served served;
    private String cookie;

    @BeforeEach
    void serve() {
        served = new Served(directory, Served.POLICY);
        served.core.activate(served.core.policy(), 0, "kim", "user:kim");
        new History(served).live();
        served.core.activate(served.core.read(Served.POLICY + "checks: { every: 2h }\n"), 1, "ada", "user:ada");
        served.core.certificates.add(new CertificateStanding(
                List.of("shop.example.com"), CertificateRequest.Source.ACME, null, null, null, "the CA answers 429"));
        cookie = served.enter();
    }

    @AfterEach
    void end() {
        served.close();
    }

    @Test
    void every_route_is_in_the_description_and_nothing_else_is() throws IOException {
        TreeSet<String> routes = new TreeSet<>();
        Matcher found = PREDICATE.matcher(
                new Api(served.core, new Reading(served.core)).routes().toString());
        while (found.find()) {
            routes.add(found.group(1) + " " + found.group(2));
        }
        TreeSet<String> described = new TreeSet<>();
        operations().forEach((path, operation) -> described.add(path));
        described.removeIf(route -> route.startsWith("GET /health/"));
        assertThat(routes).isNotEmpty().isEqualTo(described);
    }

    @Test
    void every_answer_has_the_shape_that_the_description_gives_it() throws IOException {
        List<Revision> revisions =
                served.core.instance().store().read(t -> t.revisions().all());
        String first = revisions.getFirst().digest();
        Map<String, String> asked = new LinkedHashMap<>(Map.of(
                "{id}", "tls.minimum-version",
                "{index}", "3",
                "{digest}", first));
        for (Map.Entry<String, String> operation : operations().entrySet()) {
            if (!operation.getKey().startsWith("GET ")) {
                continue;
            }
            String path = operation.getKey().substring(4);
            for (Map.Entry<String, String> value : asked.entrySet()) {
                path = path.replace(value.getKey(), value.getValue());
            }
            if (path.endsWith("/diff")) {
                path += "?from=" + first + "&to=" + revisions.getLast().digest();
            }
            Answer answer = served.get(path, cookie);
            assertThat(answer.status()).as(path + answer.body()).isEqualTo(200);
            assertThat(problems(operation.getValue(), answer.body())).as(path).isEmpty();
        }
        assertThat(problems("Posture", "{}")).isNotEmpty();
    }

    @Test
    void every_refusal_is_a_problem() throws IOException {
        for (String path : List.of(
                "/api/v1/nothing",
                "/api/v1/controls/tls.nothing",
                "/api/v1/evidence/999999",
                "/api/v1/evidence/x",
                "/api/v1/evidence?limit=0",
                "/api/v1/evidence?limit=501",
                "/api/v1/policy/diff",
                "/api/v1/policy/revisions/" + "0".repeat(64))) {
            Answer answer = served.get(path, cookie);
            assertThat(answer.status()).as(path).isIn(400, 404);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(problems("Problem", answer.body())).as(path).isEmpty();
            assertThat(answer.body()).doesNotContain("Exception", "org.springframework");
        }
    }

    @Test
    void the_posture_says_what_status_says() {
        String posture = served.get("/api/v1/posture", cookie).body();
        assertThat(posture).contains("\"fail\": 2", "\"section\": \"network\",\n      \"state\": \"NOT_DECLARED\"");
        assertThat(posture).contains("\"summary\": \"TLS 1.2 is accepted\"", "\"before\": \"PASS\"", "\"drift\": true");
    }

    @Test
    void the_proof_of_an_entry_leads_to_the_root_of_the_checkpoint() throws NoSuchAlgorithmException {
        SortedMap<String, Json> entry =
                read(served.get("/api/v1/evidence/5", cookie).body());
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) 0);
        byte[] hash = sha256.digest(text(entry, "hashed").getBytes(StandardCharsets.UTF_8));
        assertThat(Base64.getEncoder().encodeToString(hash)).isEqualTo(text(entry, "leaf"));
        // RFC 9162, section 2.1.3.2.
        long index = 5;
        long last = (long) ((Json.Numeric) entry.get("treeSize")).value() - 1;
        for (Json step : ((Json.Array) entry.get("proof")).items()) {
            byte[] other = Base64.getDecoder().decode(((Json.Text) step).text());
            boolean left = index % 2 == 1 || index == last;
            sha256.update((byte) 1);
            sha256.update(left ? other : hash);
            hash = sha256.digest(left ? hash : other);
            while (left && index % 2 == 0 && index != 0) {
                index /= 2;
                last /= 2;
            }
            index /= 2;
            last /= 2;
        }
        assertThat(text(entry, "checkpoint").lines().toList().get(2))
                .isEqualTo(Base64.getEncoder().encodeToString(hash));
    }

    private static String text(SortedMap<String, Json> json, String key) {
        return ((Json.Text) json.get(key)).text();
    }

    private static SortedMap<String, Json> read(String json) {
        return ((Json.Obj) Json.ofBytes(json.getBytes(StandardCharsets.UTF_8))).members();
    }

    /// The schema of the good answer of each method and path.
    private static Map<String, String> operations() throws IOException {
        Map<String, String> operations = new LinkedHashMap<>();
        SortedMap<String, Json> paths = ((Json.Obj) read(description()).get("paths")).members();
        paths.forEach((path, methods) -> ((Json.Obj) methods).members().forEach((method, operation) -> {
            String text = new String(operation.toBytes(), StandardCharsets.UTF_8);
            Matcher good = Pattern.compile("\"200\":\\{\"content\":\\{\"application/json\":\\{\"schema\":\\{\"\\$ref\":"
                            + "\"#/components/schemas/(\\w+)\"")
                    .matcher(text);
            assertThat(good.find()).as(method + " " + path).isTrue();
            operations.put(method.toUpperCase(Locale.ROOT) + " " + path, good.group(1));
        }));
        return operations;
    }

    private static List<?> problems(String schema, String json) throws IOException {
        String components = new String(read(description()).get("components").toBytes(), StandardCharsets.UTF_8);
        String whole = "{\"$ref\":\"#/components/schemas/" + schema + "\",\"components\":" + components + "}";
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole)
                .validate(json, InputFormat.JSON);
    }

    private static String description() throws IOException {
        try (InputStream document = Api.class.getResourceAsStream("openapi.json")) {
            return new String(document.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
