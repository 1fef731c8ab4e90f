package io.redoubt.assembly;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// The same as [PolicyFuzzTest] for a fuzzer that follows coverage: `make fuzz` searches, a test run only repeats
/// what was found before.
class CoverageFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void policy(byte[] bytes) {
        PolicyFuzzTest.readOrRefuse(bytes, 0);
    }
}
