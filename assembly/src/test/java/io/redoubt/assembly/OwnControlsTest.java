package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.ControlId;
import io.redoubt.control.Row;
import io.redoubt.control.Verdict;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnControlsTest {

    private static final Path PAGES = Path.of("..", "docs", "controls");
    private static final Set<String> SECTIONS = Set.of("ledger", "policy", "host", "data");
    private static final Policy WITH_DATA = TestPolicies.read("redoubt: 1\nservice: shop\ndata: {}\n");
    private static final Policy WITHOUT = TestPolicies.read("redoubt: 1\nservice: shop\n");

    @TempDir
    Path home;

    private OwnInstance own;

    @BeforeEach
    void open() throws Exception {
        own = new OwnInstance(home);
    }

    @AfterEach
    void close() {
        own.close();
    }

    private static Assembly assembly() {
        return new Assembly(
                host -> List.of(InetAddress.getByName(host)),
                new ProcessReferences(Map.of(), Path.of("no-such-directory")),
                List.of(),
                OwnInstance.CLOCK);
    }

    private Scope scope(Policy policy) {
        return assembly().ofPolicy(policy, own.instance);
    }

    private static List<String> ids(Scope scope) {
        return scope.controls().stream()
                .map(control -> control.row().id().value())
                .toList();
    }

    @Test
    void instance_adds_its_controls_and_those_of_data_where_it_is_declared() {
        assertThat(ids(scope(WITH_DATA)))
                .containsExactly(
                        "data.database-encrypted-in-transit",
                        "data.root-key-apart",
                        "data.at-rest",
                        "ledger.intact",
                        "policy.converged",
                        "host.time-synchronised");
        assertThat(ids(scope(WITHOUT))).containsExactly("ledger.intact", "policy.converged", "host.time-synchronised");
        assertThat(ids(assembly().ofPolicy(WITHOUT))).isEmpty();
    }

    @Test
    void what_an_instance_lets_be_assessed_is_no_more_called_not_assessed() {
        assertThat(assembly().ofPolicy(WITH_DATA).notAssessedHere())
                .extracting(ControlId::value)
                .contains("data.root-key-apart", "data.at-rest", "ledger.intact", "policy.converged");
        assertThat(scope(WITH_DATA).notAssessedHere())
                .extracting(ControlId::value)
                .containsExactly("data.backup-fresh", "data.restore-proven");
        assertThat(scope(WITHOUT).notAssessedHere()).isEmpty();
    }

    private Verdict look(String id, String subject) throws Exception {
        return OwnInstance.look(
                scope(WITH_DATA).catalogue().find(new ControlId(id)).orElseThrow(), subject);
    }

    @Test
    void fresh_instance_passes() throws Exception {
        assertThat(look("data.at-rest", "store:shop")).isInstanceOf(Verdict.Pass.class);
        assertThat(look("data.root-key-apart", "file://" + home.toRealPath().resolve("keys/root.key")))
                .isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void key_that_was_put_back_after_it_was_retired_is_found_by_the_ledger() throws Exception {
        String database = "jdbc:sqlite:" + own.instance.directory().database();
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT * FROM key_ring");
            own.instance.store().keys().rotate();
            while (own.instance.store().keys().reencrypt(100) > 0) {
                own.happens(1);
            }
            own.instance.settle();
            own.instance.store().keys().retire();
            assertThat(look("data.at-rest", "store:shop")).isInstanceOf(Verdict.Pass.class);
            statement.execute("INSERT INTO key_ring SELECT * FROM kept WHERE id NOT IN (SELECT id FROM key_ring)");
        }
        assertThat(OwnInstance.deviations(look("data.at-rest", "store:shop")))
                .anySatisfy(deviation -> assertThat(deviation.observed())
                        .startsWith("key_ring row 1 is there again, and the ledger knows it as deleted"));
    }

    @Test
    void control_has_a_page_that_says_its_title() throws Exception {
        for (Row row : scope(WITH_DATA).controls().stream()
                .map(control -> control.row())
                .toList()) {
            List<String> lines = Files.readAllLines(PAGES.resolve(row.id() + ".md"));
            assertThat(lines.getFirst()).isEqualTo("# " + row.id() + ": " + row.title());
            assertThat(lines.stream().filter(line -> line.startsWith("## ")))
                    .containsExactly(
                            "## What it says", "## Why", "## How it looks", "## Verdicts", "## Mend", "## Sources");
        }
    }

    @Test
    void page_of_these_sections_has_a_control() throws Exception {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString().replaceFirst("\\.md$", ""))
                            .filter(id -> SECTIONS.contains(new ControlId(id).section())))
                    .containsExactlyInAnyOrderElementsOf(ids(scope(WITH_DATA)));
        }
    }
}
