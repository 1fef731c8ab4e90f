package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnTest {

    @ParameterizedTest
    @CsvSource({
        "PASS,    FAIL,    true",
        "PASS,    UNKNOWN, false",
        "UNKNOWN, FAIL,    false",
        "FAIL,    PASS,    false",
        "RETIRED, FAIL,    false",
        ",        FAIL,    false"
    })
    void only_a_fail_that_was_a_pass_is_drift(Standing.State before, Standing.State after, boolean drift) {
        Turn turn = new Turn(DoorRemedy.CONTROL, DoorRemedy.SUBJECT, Vantage.WIRE, before, after, Instant.EPOCH);
        assertThat(turn.isDrift()).isEqualTo(drift);
    }
}
