package io.redoubt.tls;

import io.redoubt.control.Deviation;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import java.util.List;
import java.util.stream.Collectors;

/// A verdict with every word that an operator would read.
final class VerdictText {

    private VerdictText() {}

    static String of(Verdict verdict) {
        return switch (verdict) {
            case Pass(String observed) -> "PASS  " + observed;
            case Unknown(String why, String mend) -> "UNKNOWN  " + why + (mend.isEmpty() ? "" : "\nmend      " + mend);
            case NotApplicable(String why) -> "N/A  " + why;
            case Fail(List<Deviation> deviations) ->
                deviations.stream().map(VerdictText::of).collect(Collectors.joining("\n"));
        };
    }

    private static String of(Deviation deviation) {
        return "FAIL  " + deviation.severity().text() + "  " + deviation.summary()
                + "\nexpected  " + deviation.expected()
                + "\nobserved  " + deviation.observed()
                + "\nmend      " + deviation.mend().replace("\n", "\n          ");
    }
}
