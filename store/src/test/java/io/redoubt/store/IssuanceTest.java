package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.redoubt.store.ChallengeBoard.Posted;
import io.redoubt.store.Issuance.Lease;
import io.redoubt.store.IssuedCertificates.Issued;
import io.redoubt.store.IssuedCertificates.New;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IssuanceTest extends PortContract {

    private static final Duration TERM = Duration.ofMinutes(10);

    private static New certificate(String names, int number) {
        return new New(
                names,
                "candidate",
                NOW,
                NOW,
                NOW.plus(Duration.ofDays(number)),
                secret("chain " + number),
                secret("key " + number));
    }

    private Optional<Lease> acquire(String holder, Instant now) {
        return store().inTransaction(t -> t.issuance().acquire("certificates", holder, now, TERM));
    }

    private void insist(Lease lease, Instant now) {
        store().inTransaction(t -> {
            t.issuance().insist(lease, now, TERM);
            return null;
        });
    }

    @Test
    void certificates_are_found_by_their_names_newest_first() {
        store().inTransaction(t -> {
            t.certificates().add(certificate("a.example", 1));
            t.certificates().add(certificate("a.example", 2));
            return t.certificates().add(certificate("b.example", 3));
        });
        under.reopen();
        assertThat(listed(t -> t.certificates().of("a.example")))
                .extracting(Issued::number, Issued::privateKey)
                .containsExactly(tuple(2L, secret("key 2")), tuple(1L, secret("key 1")));
        assertThat(listed(t -> t.certificates().of("c.example"))).isEmpty();
    }

    @Test
    void certificate_moves_once_and_its_number_is_not_given_again() {
        Issued first = store().inTransaction(t -> t.certificates().add(certificate("a.example", 1)));
        Issued taken = store().inTransaction(t -> t.certificates().advance(first, "taken", NOW.plusSeconds(1)));
        assertThat(taken.state()).isEqualTo("taken");
        assertThatThrownBy(() ->
                        store().inTransaction(t -> t.certificates().advance(first, "refused", NOW.plusSeconds(2))))
                .isInstanceOf(StoreException.Conflict.class);
        assertThat(listed(t -> t.certificates().of("a.example"))).containsExactly(taken);
    }

    @Test
    void state_changed_in_the_database_is_tampering() {
        store().inTransaction(t -> t.certificates().add(certificate("a.example", 1)));
        under.tamper("UPDATE certificate SET state = 'taken'");
        assertThatThrownBy(() -> listed(t -> t.certificates().of("a.example")))
                .isInstanceOf(StoreException.Tampered.class);
    }

    @Test
    void progress_is_written_by_one_at_a_time() {
        store().inTransaction(t -> t.issuance().save("a.example", 0, NOW, secret("1")));
        store().inTransaction(t -> t.issuance().save("a.example", 1, NOW, secret("2")));
        assertThatThrownBy(() -> store().inTransaction(t -> t.issuance().save("a.example", 1, NOW, secret("3"))))
                .isInstanceOf(StoreException.Conflict.class);
        assertThat(found(t -> t.issuance().find("a.example")).orElseThrow().body())
                .isEqualTo(secret("2"));
    }

    @Test
    void lease_has_one_holder_until_its_term_ends() {
        Lease first = acquire("web-1", NOW).orElseThrow();
        assertThat(acquire("web-2", NOW.plusSeconds(1))).isEmpty();
        insist(first, NOW.plusSeconds(300));
        assertThat(acquire("web-2", NOW.plusSeconds(601))).isEmpty();
        Lease second = acquire("web-2", NOW.plusSeconds(901)).orElseThrow();
        assertThat(second.fence()).isEqualTo(first.fence() + 1);
    }

    @Test
    void what_a_fenced_out_holder_writes_does_not_count() {
        Lease first = acquire("web-1", NOW).orElseThrow();
        Lease second = acquire("web-2", NOW.plus(TERM)).orElseThrow();
        assertThatThrownBy(() -> store().inTransaction(t -> {
                    t.certificates().add(certificate("a.example", 1));
                    t.issuance().insist(first, NOW, TERM);
                    return null;
                }))
                .isInstanceOf(StoreException.Conflict.class);
        assertThat(listed(t -> t.certificates().of("a.example"))).isEmpty();
        insist(second, NOW.plus(TERM));
    }

    @Test
    void lease_that_was_given_back_is_free_and_one_that_was_lost_is_not_given_back() {
        Lease first = acquire("web-1", NOW).orElseThrow();
        store().inTransaction(t -> {
            t.issuance().release(first);
            return null;
        });
        assertThat(acquire("web-2", NOW.plusSeconds(1))).isPresent();
        store().inTransaction(t -> {
            t.issuance().release(first);
            return null;
        });
        assertThat(acquire("web-1", NOW.plusSeconds(2))).isEmpty();
    }

    @Test
    void lease_of_a_clock_that_ran_ahead_does_not_stand_in_the_way() {
        assertThat(acquire("web-1", NOW.plus(Duration.ofDays(365)))).isPresent();
        assertThat(acquire("web-2", NOW)).isPresent();
    }

    @Test
    void challenge_is_there_until_it_ends_or_is_withdrawn_and_tells_who_answers_it() {
        Posted one = new Posted("chl_1", "http-01", NOW.plusSeconds(60), secret("one"));
        Posted two = new Posted("chl_2", "http-01", NOW.plusSeconds(120), secret("two"));
        store().inTransaction(t -> {
            t.challenges().publish(one);
            t.challenges().publish(two);
            t.challenges().seen("chl_1", "web-1");
            t.challenges().seen("chl_1", "web-1");
            t.challenges().seen("chl_1", "web-2");
            t.challenges().seen("chl_9", "web-2");
            return null;
        });
        assertThat(listed(t -> t.challenges().live(NOW.plusSeconds(60)))).containsExactly(two);
        assertThat(store().<Integer>read(t -> t.challenges().seenBy("chl_1").size()))
                .isEqualTo(2);
        store().inTransaction(t -> {
            t.challenges().withdraw("chl_2");
            t.challenges().sweep(NOW.plusSeconds(60));
            return null;
        });
        assertThat(listed(t -> t.challenges().live(NOW))).isEmpty();
    }

    @Test
    void issuer_key_is_written_by_one_at_a_time() {
        store().inTransaction(t -> t.issuerKeys().save("internal", 0, NOW, secret("key"), secret("root")));
        assertThatThrownBy(() -> store().inTransaction(
                                t -> t.issuerKeys().save("internal", 0, NOW, secret("other"), secret("root"))))
                .isInstanceOf(StoreException.Conflict.class);
        assertThat(found(t -> t.issuerKeys().find("internal")).orElseThrow().privateKey())
                .isEqualTo(secret("key"));
        assertThat(found(t -> t.issuerKeys().find("other"))).isEmpty();
    }
}
