package io.redoubt.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// The same as [MutatedRepliesTest] for a fuzzer that follows coverage: `make fuzz` searches, a test run only
/// repeats what was found before.
class CoverageFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void server_flight(byte[] bytes) {
        WireFuzz.serverFlight(bytes);
    }

    @FuzzTest(maxDuration = "5m")
    void http_response(byte[] bytes) {
        WireFuzz.httpResponse(bytes);
    }
}
