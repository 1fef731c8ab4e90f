package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.Outbox.Entry;
import org.junit.jupiter.api.Test;

class OutboxTest extends PortContract {

    private void add(String id, String node) {
        store().inTransaction(t -> {
            t.outbox().add(new Outbox.New(id, node, "evidence", NOW, secret("{\"id\":\"" + id + "\"}")));
            return null;
        });
    }

    @Test
    void entries_come_back_in_the_order_in_which_they_were_written() {
        for (String id : new String[] {"c", "a", "b"}) {
            add(id, "web-1");
        }
        add("other", "web-2");
        under.reopen();
        assertThat(listed(t -> t.outbox().pending("web-1", 10)))
                .extracting(Entry::id)
                .containsExactly("c", "a", "b");
        assertThat(listed(t -> t.outbox().pending("web-1", 2))).hasSize(2);
    }

    @Test
    void entry_is_there_exactly_when_its_state_change_is() {
        assertThatThrownBy(() -> store().inTransaction(t -> {
                    t.outbox().add(new Outbox.New("a", "web-1", "evidence", NOW, secret("{}")));
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(listed(t -> t.outbox().pending("web-1", 10))).isEmpty();
    }

    @Test
    void drained_entry_is_gone_and_draining_it_again_does_nothing() {
        add("a", "web-1");
        add("b", "web-1");
        Entry first = store().read(t -> t.outbox().pending("web-1", 1)).getFirst();
        for (int i = 0; i < 2; i++) {
            store().inTransaction(t -> {
                t.outbox().done(first);
                return null;
            });
        }
        assertThat(listed(t -> t.outbox().pending("web-1", 10)))
                .extracting(Entry::id)
                .containsExactly("b");
    }

    @Test
    void id_taken_is_a_conflict() {
        add("a", "web-1");
        assertThatThrownBy(() -> add("a", "web-1")).isInstanceOf(StoreException.Conflict.class);
    }
}
