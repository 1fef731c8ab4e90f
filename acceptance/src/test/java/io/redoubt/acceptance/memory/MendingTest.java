package io.redoubt.acceptance.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MendingTest {

    @TempDir
    private Path directory;

    private Node node;

    @BeforeEach
    void a_key_that_others_may_read_was_found() throws IOException {
        node = new Node(directory);
        assertThat(node.redoubt("init").status()).isZero();
        assertThat(node.tls("check").status()).isOne();
    }

    @Test
    void plan_changes_nothing_and_apply_does_what_it_showed() throws IOException {
        Node.Ran plan = node.redoubt("plan");
        assertThat(plan.output()).contains("-mode 0644", "+mode 0600");
        assertThat(node.mode()).isEqualTo("rw-r--r--");

        Node.Ran applied = node.redoubt("apply", plan.change());
        assertThat(applied.output()).contains("verified", "redoubt confirm " + plan.change());
        assertThat(applied.status()).isZero();
        assertThat(node.mode()).isEqualTo("rw-------");

        assertThat(node.redoubt("confirm", plan.change()).output()).contains("kept");
        assertThat(node.tls("check").status()).isZero();
        assertThat(node.tls("status").output()).contains("tls.private-key-permissions", "fail → pass");
        JsonNode json = new JsonMapper()
                .readTree(node.redoubt("status", "--format", "json").output());
        assertThat(json.get("epoch").longValue()).isEqualTo(1);
        assertThat(json.get("turned").toString()).contains("tls.private-key-permissions");
    }

    @Test
    void undo_puts_it_back_and_says_so_in_the_ledger() throws IOException {
        String change = node.redoubt("plan").change();
        node.redoubt("apply", change);
        assertThat(node.redoubt("undo", change).output()).contains("undone");
        assertThat(node.mode()).isEqualTo("rw-r--r--");
        assertThat(node.redoubt("ledger", "verify").output()).contains("evidence:", "intact");
    }

    @Test
    void section_that_only_verifies_is_not_changed() throws IOException {
        node.declare("verify");
        Node.Ran applied = node.redoubt("apply", node.redoubt("plan").change());
        assertThat(applied.status()).isEqualTo(2);
        assertThat(applied.output()).contains("mode: enforce");
        assertThat(node.mode()).isEqualTo("rw-r--r--");
    }

    @Test
    void other_plan_than_the_one_that_was_shown_is_refused() throws IOException {
        String change = node.redoubt("plan").change();
        Node.Ran applied = node.redoubt("apply", change, "--digest", "sha256:" + "0".repeat(64));
        assertThat(applied.status()).isEqualTo(2);
        assertThat(node.mode()).isEqualTo("rw-r--r--");
    }

    @Test
    void drift_shows_and_what_left_the_policy_does_not_turn_green() throws IOException {
        String change = node.redoubt("plan").change();
        node.redoubt("apply", change, "--permanent");
        assertThat(node.tls("check").status()).isZero();
        node.expose();
        assertThat(node.tls("check").status()).isOne();
        assertThat(node.tls("status").output()).contains("pass → fail   drift");

        node.declareNothing();
        node.redoubt("check");
        assertThat(node.redoubt("status").output()).contains("retired", "tls.private-key-permissions", "was FAIL");
    }
}
