package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Deviation;
import io.redoubt.control.Severity;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Pass;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeSynchronisedControlTest {

    private static Verdict verdict(KernelClock kernel) throws Exception {
        return OwnInstance.look(new TimeSynchronisedControl("web-1", kernel, OwnInstance.CLOCK), "host:web-1");
    }

    @ParameterizedTest
    @CsvSource({"0, 0x0000, 12", "0, 0x2001, 1000", "1, 0x0010, 999"})
    void clock_that_is_kept_passes(int state, String status, long milliseconds) throws Exception {
        assertThat(verdict(() -> new ClockState(state, Integer.decode(status), Duration.ofMillis(milliseconds))))
                .isEqualTo(new Pass("synchronised, at most " + milliseconds + " ms off"));
    }

    @ParameterizedTest
    @CsvSource({
        // As a kernel says that nobody ever told the time; each of the two signs is enough.
        "5, 0x0040, 16000",
        "0, 0x0040, 1",
        "5, 0x0001, 1"
    })
    void clock_that_nobody_keeps_fails(int state, String status, long milliseconds) throws Exception {
        Verdict verdict = verdict(() -> new ClockState(state, Integer.decode(status), Duration.ofMillis(milliseconds)));
        assertThat(OwnInstance.deviations(verdict)).singleElement().satisfies(deviation -> {
            assertThat(deviation.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(deviation.summary()).isEqualTo("no time service keeps the clock");
            assertThat(deviation.mend()).contains("chrony", "systemd-timesyncd");
        });
    }

    @Test
    void clock_that_is_kept_badly_fails_low() throws Exception {
        Verdict verdict = verdict(() -> new ClockState(0, 0, Duration.ofMillis(1_001)));
        assertThat(OwnInstance.deviations(verdict))
                .singleElement()
                .extracting(Deviation::severity, Deviation::observed)
                .containsExactly(Severity.LOW, "at most 1001 ms");
    }

    @Test
    void kernel_that_does_not_answer_cannot_be_looked_at() {
        assertThatThrownBy(() -> verdict(() -> {
                    throw new CannotLookException("adjtimex is not to be had", "");
                }))
                .isInstanceOf(CannotLookException.class);
    }

    @Test
    void real_kernel_answers_as_it_does_to_others() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/python3")), "no python3 to ask the kernel by another path");
        Process other = new ProcessBuilder("/usr/bin/python3", "-c", """
                        import ctypes, struct
                        timex = ctypes.create_string_buffer(512)
                        state = ctypes.CDLL(None).adjtimex(timex)
                        print(state, struct.unpack_from('i', timex, 40)[0], struct.unpack_from('q', timex, 72)[0])
                        """).start();
        String[] answer = new String(other.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .strip()
                .split(" ", -1);
        assertThat(other.waitFor()).isZero();
        // The fields are where the call puts them: the time of the call stands behind them.
        assertThat(Instant.ofEpochSecond(Long.parseLong(answer[2]))).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
        ClockState seen = new Adjtimex().read();
        assertThat(seen.state()).isEqualTo(Integer.parseInt(answer[0]));
        assertThat(seen.status()).isEqualTo(Integer.parseInt(answer[1]));
        assertThat(seen.maximumError()).isBetween(Duration.ZERO, Duration.ofSeconds(20));
    }
}
