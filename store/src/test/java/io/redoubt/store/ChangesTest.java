package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.Changes.Change;
import io.redoubt.store.Changes.New;
import io.redoubt.store.Changes.Next;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChangesTest extends PortContract {

    private Change add(String id, String intent, Instant endsAt) {
        return store().inTransaction(t -> t.changes().add(new New(id, intent, "planned", endsAt, NOW, secret(id))));
    }

    private Change advance(Change from, String state, boolean finished) {
        return store().inTransaction(t -> t.changes().advance(from, new Next(state, finished, null, NOW, from.body())));
    }

    @Test
    void change_moves_from_state_to_state_and_survives_a_restart() {
        Change planned = add("chg_1", "block 203.0.113.9", null);
        Change approved = advance(planned, "approved", false);
        under.reopen();
        assertThat(found(t -> t.changes().find("chg_1"))).contains(approved);
        assertThat(approved.state()).isEqualTo("approved");
        assertThat(approved.version()).isEqualTo(2);
    }

    @Test
    void move_from_a_state_that_another_has_left_is_a_conflict() {
        Change planned = add("chg_1", "block", null);
        advance(planned, "approved", false);
        assertThatThrownBy(() -> advance(planned, "rejected", true)).isInstanceOf(StoreException.Conflict.class);
    }

    @Test
    void intent_is_carried_out_once_at_a_time() {
        Change first = add("chg_1", "block 203.0.113.9", null);
        assertThatThrownBy(() -> add("chg_2", "block 203.0.113.9", null)).isInstanceOf(StoreException.Conflict.class);
        advance(first, "expired", true);
        assertThat(add("chg_2", "block 203.0.113.9", null).id()).isEqualTo("chg_2");
    }

    @Test
    void unfinished_ones_whose_end_has_come_are_found() {
        add("chg_1", "a", NOW.plusSeconds(60));
        add("chg_2", "b", NOW.plusSeconds(120));
        add("chg_3", "c", null);
        Change ended = add("chg_4", "d", NOW.plusSeconds(30));
        advance(ended, "undone", true);
        assertThat(listed(t -> t.changes().endedBy(NOW.plus(Duration.ofSeconds(60)))))
                .extracting(Change::id)
                .containsExactly("chg_1");
        assertThat(listed(t -> t.changes().unfinished()))
                .extracting(Change::id)
                .containsExactly("chg_1", "chg_2", "chg_3");
        assertThat(listed(t -> t.changes().latest(2))).extracting(Change::id).containsExactly("chg_4", "chg_3");
    }

    @Test
    void state_changed_behind_its_back_is_tampering() {
        add("chg_1", "block", null);
        under.tamper("UPDATE change SET state = 'approved' WHERE id = 'chg_1'");
        assertThatThrownBy(() -> store().read(t -> t.changes().find("chg_1")))
                .isInstanceOf(StoreException.Tampered.class);
    }
}
