package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.Outbox.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest extends PortContract {

    private static final String EVIDENCE = "evidence";

    private void add(String id, String node, String stream) {
        store().inTransaction(t -> {
            t.outbox().add(new Outbox.New(id, node, stream, NOW, secret("{\"id\":\"" + id + "\"}")));
            return null;
        });
    }

    private List<Entry> pending(String node, String stream) {
        return listed(t -> t.outbox().pending(node, stream, 10));
    }

    private void done(String node, String stream, List<Entry> entries, long drainedTo) {
        store().inTransaction(t -> {
            t.outbox().done(node, stream, entries.stream().map(Entry::id).toList(), drainedTo);
            return null;
        });
    }

    private long drainedTo(String node, String stream) {
        return store().<Long>read(t -> t.outbox().drainedTo(node, stream));
    }

    @Test
    void entries_come_back_in_the_order_in_which_they_were_written() {
        for (String id : new String[] {"c", "a", "b"}) {
            add(id, "web-1", EVIDENCE);
        }
        add("other", "web-2", EVIDENCE);
        add("read", "web-1", "access");
        under.reopen();
        assertThat(pending("web-1", EVIDENCE)).extracting(Entry::id).containsExactly("c", "a", "b");
        assertThat(pending("web-1", "access"))
                .containsExactly(new Entry("read", "access", NOW, secret("{\"id\":\"read\"}")));
        assertThat(listed(t -> t.outbox().pending("web-1", EVIDENCE, 2)))
                .extracting(Entry::id)
                .containsExactly("c", "a");
    }

    @Test
    void who_has_not_taken_its_entries_is_named() {
        assertThat(listed(t -> t.outbox().waiting())).isEmpty();
        add("a", "web-2", EVIDENCE);
        add("b", "web-2", EVIDENCE);
        add("c", "web-1", "access");
        assertThat(listed(t -> t.outbox().waiting()))
                .containsExactly(
                        new Outbox.Waiting("web-1", "access", 1, NOW), new Outbox.Waiting("web-2", EVIDENCE, 2, NOW));
        done("web-1", "access", pending("web-1", "access"), 1);
        assertThat(listed(t -> t.outbox().waiting()))
                .extracting(Outbox.Waiting::node)
                .containsExactly("web-2");
    }

    @Test
    void entry_is_there_exactly_when_its_state_change_is() {
        assertThatThrownBy(() -> store().inTransaction(t -> {
                    t.outbox().add(new Outbox.New("a", "web-1", EVIDENCE, NOW, secret("{}")));
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(pending("web-1", EVIDENCE)).isEmpty();
    }

    @Test
    void drained_entries_are_gone_and_draining_them_again_does_nothing() {
        for (String id : new String[] {"a", "b", "c"}) {
            add(id, "web-1", EVIDENCE);
        }
        List<Entry> first = pending("web-1", EVIDENCE).subList(0, 2);
        for (int i = 0; i < 2; i++) {
            done("web-1", EVIDENCE, first, 7);
            assertThat(pending("web-1", EVIDENCE)).extracting(Entry::id).containsExactly("c");
        }
    }

    @Test
    void streams_of_nodes_are_drained_each_by_itself() {
        add("a", "web-1", EVIDENCE);
        add("b", "web-1", "access");
        add("c", "web-2", EVIDENCE);
        assertThat(drainedTo("web-1", EVIDENCE)).isZero();
        done("web-1", EVIDENCE, pending("web-1", EVIDENCE), 41);
        done("web-1", "access", List.of(), 5);
        under.reopen();
        assertThat(drainedTo("web-1", EVIDENCE)).isEqualTo(41);
        assertThat(drainedTo("web-1", "access")).isEqualTo(5);
        assertThat(drainedTo("web-2", EVIDENCE)).isZero();
        assertThat(pending("web-1", EVIDENCE)).isEmpty();
        assertThat(pending("web-1", "access")).hasSize(1);
        assertThat(pending("web-2", EVIDENCE)).hasSize(1);
    }

    @Test
    void entries_of_another_stream_are_not_done_with_it() {
        add("a", "web-1", "access");
        done("web-1", EVIDENCE, pending("web-1", "access"), 1);
        done("web-2", "access", pending("web-1", "access"), 1);
        assertThat(pending("web-1", "access")).hasSize(1);
    }

    @Test
    void ledger_that_was_set_back_is_believed() {
        done("web-1", EVIDENCE, List.of(), 41);
        done("web-1", EVIDENCE, List.of(), 12);
        assertThat(drainedTo("web-1", EVIDENCE)).isEqualTo(12);
    }

    @Test
    void removal_and_size_are_one_transaction() {
        add("a", "web-1", EVIDENCE);
        List<Entry> entries = pending("web-1", EVIDENCE);
        assertThatThrownBy(() -> done("web-1", EVIDENCE, entries, -1)).isInstanceOf(StoreException.Conflict.class);
        assertThat(pending("web-1", EVIDENCE)).hasSize(1);
    }

    @Test
    void id_taken_is_a_conflict() {
        add("a", "web-1", EVIDENCE);
        assertThatThrownBy(() -> add("a", "web-1", EVIDENCE)).isInstanceOf(StoreException.Conflict.class);
    }
}
