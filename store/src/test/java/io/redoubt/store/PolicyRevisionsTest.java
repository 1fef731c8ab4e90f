package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.PolicyRevisions.NodeReport;
import io.redoubt.store.PolicyRevisions.Revision;
import org.junit.jupiter.api.Test;

class PolicyRevisionsTest extends PortContract {

    private static Revision revision(String digest) {
        return new Revision(digest, NOW, secret("kim"), secret("service: " + digest));
    }

    private boolean add(String digest) {
        return store().<Boolean>inTransaction(t -> t.revisions().add(revision(digest)));
    }

    private Activation activate(String digest, long expected) {
        return store().inTransaction(t -> t.revisions().activate(digest, expected, NOW));
    }

    @Test
    void revision_is_stored_once_and_never_changed() {
        assertThat(add("aa")).isTrue();
        assertThat(add("aa")).isFalse();
        assertThat(add("bb")).isTrue();
        assertThat(listed(t -> t.revisions().all())).containsExactly(revision("aa"), revision("bb"));
        assertThat(found(t -> t.revisions().find("bb"))).contains(revision("bb"));
        assertThat(found(t -> t.revisions().find("cc"))).isEmpty();
    }

    @Test
    void activation_is_a_compare_and_set() {
        add("aa");
        add("bb");
        assertThat(found(t -> t.revisions().active())).isEmpty();
        assertThat(activate("aa", 0)).isEqualTo(new Activation("aa", 1, NOW));
        assertThatThrownBy(() -> activate("bb", 0)).isInstanceOf(StoreException.Conflict.class);
        assertThat(activate("bb", 1).number()).isEqualTo(2);
        assertThat(activate("aa", 2).number()).isEqualTo(3);
        under.reopen();
        assertThat(found(t -> t.revisions().active())).contains(new Activation("aa", 3, NOW));
    }

    @Test
    void revision_that_is_not_stored_is_not_activated() {
        assertThatThrownBy(() -> activate("cc", 0)).isInstanceOf(StoreException.Conflict.class);
    }

    @Test
    void each_node_reports_what_it_runs() {
        store().inTransaction(t -> {
            t.revisions().report(new NodeReport("web-2", "aa", NOW));
            t.revisions().report(new NodeReport("web-1", "aa", NOW));
            t.revisions().report(new NodeReport("web-1", "bb", NOW.plusSeconds(1)));
            return null;
        });
        assertThat(listed(t -> t.revisions().reports()))
                .containsExactly(new NodeReport("web-1", "bb", NOW.plusSeconds(1)), new NodeReport("web-2", "aa", NOW));
    }

    @Test
    void report_is_forgotten_unless_its_node_says_another_meanwhile() {
        NodeReport before = new NodeReport("web-1", "aa", NOW);
        NodeReport after = new NodeReport("web-1", "aa", NOW.plusSeconds(1));
        store().inTransaction(t -> {
            t.revisions().report(after);
            return null;
        });
        assertThat(store().<Boolean>inTransaction(t -> t.revisions().forget(before)))
                .isFalse();
        assertThat(listed(t -> t.revisions().reports())).containsExactly(after);
        assertThat(store().<Boolean>inTransaction(t -> t.revisions().forget(after)))
                .isTrue();
        assertThat(listed(t -> t.revisions().reports())).isEmpty();
    }

    @Test
    void active_revision_set_back_behind_its_back_is_a_roll_back() {
        add("aa");
        add("bb");
        activate("aa", 0);
        byte[] old = under.cell("SELECT digest FROM policy_active");
        activate("bb", 1);
        under.tamper("UPDATE policy_active SET digest = ?", old);
        assertThatThrownBy(() -> store().read(t -> t.revisions().active()))
                .isInstanceOf(StoreException.RolledBack.class);
    }
}
