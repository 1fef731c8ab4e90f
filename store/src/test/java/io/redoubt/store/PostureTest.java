package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.store.Posture.Observation;
import io.redoubt.store.Posture.Standing;
import io.redoubt.store.Posture.Turn;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PostureTest extends PortContract {

    private static final String SHOP = "https://shop.example.com";

    private static Observation observation(String subject, String verdict, Instant at, String node, long index) {
        return new Observation("tls.renewal", subject, "wire", verdict, at, secret(verdict + " " + at), node, index);
    }

    private boolean apply(Observation observation) {
        return store().<Boolean>inTransaction(t -> t.posture().apply(observation));
    }

    @Test
    void newest_verdict_stands_since_it_turned() {
        apply(observation(SHOP, "FAIL", NOW, "web-1", 0));
        apply(observation(SHOP, "PASS", NOW.plusSeconds(60), "web-1", 1));
        Observation newest = observation(SHOP, "PASS", NOW.plusSeconds(120), "web-1", 2);
        apply(newest);
        under.reopen();
        assertThat(found(t -> t.posture().find("tls.renewal", SHOP, "wire")))
                .contains(new Standing(newest, NOW.plusSeconds(60)));
        assertThat(found(t -> t.posture().find("tls.renewal", SHOP, "host"))).isEmpty();
        assertThat(listed(t -> t.posture().turns(NOW)))
                .containsExactly(
                        new Turn("tls.renewal", SHOP, "wire", "FAIL", NOW),
                        new Turn("tls.renewal", SHOP, "wire", "PASS", NOW.plusSeconds(60)));
        assertThat(listed(t -> t.posture().turns(NOW.plusSeconds(1)))).hasSize(1);
    }

    @Test
    void entry_applied_twice_changes_nothing() {
        assertThat(apply(observation(SHOP, "FAIL", NOW, "web-1", 7))).isTrue();
        assertThat(apply(observation(SHOP, "PASS", NOW.plusSeconds(1), "web-1", 7)))
                .isFalse();
        assertThat(position(t -> t.posture().applied("web-1"))).hasValue(7);
        assertThat(position(t -> t.posture().applied("web-2"))).isEmpty();
    }

    @Test
    void older_observation_of_another_node_is_counted_and_changes_nothing() {
        apply(observation(SHOP, "PASS", NOW, "web-1", 3));
        assertThat(apply(observation(SHOP, "FAIL", NOW.minusSeconds(1), "web-2", 9)))
                .isFalse();
        assertThat(position(t -> t.posture().applied("web-2"))).hasValue(9);
        assertThat(listed(t -> t.posture().all()))
                .extracting(standing -> standing.newest().verdict())
                .containsExactly("PASS");
    }

    @Test
    void skipped_entries_move_the_position_and_never_back() {
        store().inTransaction(t -> {
            t.posture().skip("web-1", 5);
            t.posture().skip("web-1", 4);
            return null;
        });
        assertThat(position(t -> t.posture().applied("web-1"))).hasValue(5);
    }

    @Test
    void all_is_ordered_by_control_and_subject() {
        apply(observation("https://b.example.com", "PASS", NOW, "web-1", 0));
        apply(observation("https://a.example.com", "FAIL", NOW, "web-1", 1));
        assertThat(listed(t -> t.posture().all()))
                .extracting(standing -> standing.newest().subject())
                .containsExactly("https://a.example.com", "https://b.example.com");
    }

    @Test
    void cleared_posture_is_made_again_from_the_first_entry() {
        apply(observation(SHOP, "FAIL", NOW, "web-1", 7));
        store().inTransaction(t -> {
            t.posture().clear();
            return null;
        });
        assertThat(listed(t -> t.posture().all())).isEmpty();
        assertThat(listed(t -> t.posture().turns(Instant.EPOCH))).isEmpty();
        assertThat(apply(observation(SHOP, "FAIL", NOW, "web-1", 7))).isTrue();
    }

    @Test
    void retired_subject_stays_with_its_history_until_it_comes_back() {
        apply(observation(SHOP, "PASS", NOW, "web-1", 0));
        apply(observation(SHOP, "RETIRED", NOW.plusSeconds(1), "web-1", 1));
        assertThat(listed(t -> t.posture().all()))
                .extracting(standing -> standing.newest().verdict())
                .containsExactly("RETIRED");
        apply(observation(SHOP, "FAIL", NOW.plusSeconds(2), "web-1", 2));
        assertThat(listed(t -> t.posture().turns(Instant.EPOCH)))
                .extracting(Turn::verdict)
                .containsExactly("PASS", "RETIRED", "FAIL");
    }

    @Test
    void history_of_one_standing_is_newest_first_and_its_own() {
        apply(observation(SHOP, "PASS", NOW, "web-1", 0));
        apply(observation("https://other.example.com", "FAIL", NOW, "web-1", 1));
        apply(observation(SHOP, "FAIL", NOW.plusSeconds(1), "web-1", 2));
        apply(observation(SHOP, "FAIL", NOW.plusSeconds(2), "web-1", 3));
        apply(observation(SHOP, "PASS", NOW.plusSeconds(3), "web-1", 4));
        assertThat(listed(t -> t.posture().turns("tls.renewal", SHOP, "wire", 2)))
                .containsExactly(
                        new Turn("tls.renewal", SHOP, "wire", "PASS", NOW.plusSeconds(3)),
                        new Turn("tls.renewal", SHOP, "wire", "FAIL", NOW.plusSeconds(1)));
        assertThat(listed(t -> t.posture().turns("tls.renewal", SHOP, "wire", 10)))
                .hasSize(3);
        assertThat(listed(t -> t.posture().turns("tls.renewal", SHOP, "host", 10)))
                .isEmpty();
        assertThat(listed(t -> t.posture().turns("tls.hsts", SHOP, "wire", 10))).isEmpty();
    }
}
