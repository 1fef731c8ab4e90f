package io.redoubt.tls.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.store.SecretBytes;
import io.redoubt.tls.issuance.Attempts.Urgency;
import io.redoubt.tls.issuance.Progress.Pending;
import io.redoubt.tls.issuance.RenewalTime.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private static Attempts failed(int times) {
        Attempts attempts = Attempts.NONE;
        for (int i = 0; i < times; i++) {
            attempts = attempts.failed(NOW, null, 0);
        }
        return attempts;
    }

    @Test
    void wait_doubles_to_twelve_hours() {
        assertThat(failed(1).blockedUntil(NOW, Urgency.IN_TURN)).contains(NOW.plus(Duration.ofMinutes(5)));
        assertThat(failed(3).blockedUntil(NOW, Urgency.IN_TURN)).contains(NOW.plus(Duration.ofMinutes(20)));
        assertThat(failed(99).blockedUntil(NOW, Urgency.IN_TURN)).contains(NOW.plus(Duration.ofHours(12)));
        assertThat(failed(99).blockedUntil(NOW, Urgency.ASKED_FOR)).isEmpty();
        assertThat(failed(99).succeeded().blockedUntil(NOW, Urgency.IN_TURN)).isEmpty();
    }

    @Test
    void issuer_that_wants_a_year_gets_a_week() {
        Attempts attempts = Attempts.NONE.failed(NOW, NOW.plus(Duration.ofDays(365)), 0);
        assertThat(attempts.blockedUntil(NOW, Urgency.ASKED_FOR)).contains(NOW.plus(Duration.ofDays(7)));
    }

    @Test
    void what_a_clock_that_ran_ahead_wrote_down_does_not_count() {
        Attempts attempts = Attempts.NONE;
        for (int i = 0; i < 12; i++) {
            attempts = attempts.begun(NOW).failed(NOW, NOW.plus(Duration.ofDays(7)), 0);
        }
        assertThat(attempts.blockedUntil(NOW, Urgency.ASKED_FOR)).isPresent();
        assertThat(attempts.blockedUntil(NOW.minus(Duration.ofDays(365)), Urgency.IN_TURN))
                .isEmpty();
    }

    @Test
    void budget_is_free_again_a_day_after_its_first_try() {
        Attempts attempts = Attempts.NONE;
        for (int i = 0; i < Attempts.BUDGET; i++) {
            attempts = attempts.begun(NOW.plusSeconds(i));
        }
        Instant later = NOW.plusSeconds(60);
        assertThat(attempts.blockedUntil(later, Urgency.ASKED_FOR)).contains(NOW.plus(Attempts.PERIOD));
        assertThat(attempts.blockedUntil(NOW.plus(Attempts.PERIOD), Urgency.ASKED_FOR))
                .isEmpty();
    }

    @Test
    void certificate_is_due_before_what_is_to_be_left_and_never_by_more_than_a_tenth() {
        Duration month = Duration.ofDays(30);
        Instant end = NOW.plus(Duration.ofDays(90));
        assertThat(RenewalTime.of(NOW, end, month, Optional.empty(), 0)).isEqualTo(NOW.plus(Duration.ofDays(60)));
        assertThat(RenewalTime.of(NOW, end, month, Optional.empty(), 1)).isEqualTo(NOW.plus(Duration.ofDays(57)));
        assertThat(RenewalTime.of(NOW, NOW.plus(Duration.ofDays(6)), month, Optional.empty(), 0))
                .isEqualTo(NOW.plus(Duration.ofDays(4)));
    }

    @Test
    void window_counts_where_it_is_earlier() {
        Duration month = Duration.ofDays(30);
        Instant end = NOW.plus(Duration.ofDays(90));
        Window soon = new Window(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(3)));
        Window late = new Window(NOW.plus(Duration.ofDays(80)), NOW.plus(Duration.ofDays(81)));
        Window turned = new Window(NOW.plus(Duration.ofDays(3)), NOW.plus(Duration.ofDays(1)));
        assertThat(RenewalTime.of(NOW, end, month, Optional.of(soon), 0.5)).isEqualTo(NOW.plus(Duration.ofDays(2)));
        assertThat(RenewalTime.of(NOW, end, month, Optional.of(late), 0)).isEqualTo(NOW.plus(Duration.ofDays(60)));
        assertThat(RenewalTime.of(NOW, end, month, Optional.of(turned), 0.5)).isEqualTo(turned.start());
    }

    @Test
    void progress_is_read_as_it_was_written() {
        Progress progress = new Progress(
                failed(3).begun(NOW),
                new Pending("https://ca.example/order/1", SecretBytes.ofUtf8("keys")),
                new Window(NOW, NOW.plusSeconds(9)),
                NOW,
                new Trouble("what", "mend"));
        assertThat(Progress.ofBytes(progress.toBytes())).isEqualTo(progress);
        assertThat(Progress.ofBytes(Progress.NONE.toBytes())).isEqualTo(Progress.NONE);
    }
}
