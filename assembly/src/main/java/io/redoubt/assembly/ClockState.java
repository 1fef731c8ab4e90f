package io.redoubt.assembly;

import java.time.Duration;

/// The state of the kernel's clock, in the terms of adjtimex(2).
///
/// @param state        what the call returned
/// @param status       its status bits
/// @param maximumError how far the clock may be off at most
record ClockState(int state, int status, Duration maximumError) {

    static final int TIME_ERROR = 5;
    static final int STA_UNSYNC = 0x0040;

    boolean synchronised() {
        return state != TIME_ERROR && (status & STA_UNSYNC) == 0;
    }
}
