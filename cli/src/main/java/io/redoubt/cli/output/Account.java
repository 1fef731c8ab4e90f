package io.redoubt.cli.output;

import io.redoubt.control.Assessment;
import io.redoubt.control.Deviation;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;

/// What there is to tell of an assessment, whatever its verdict. Of a Fail it is the worst deviation.
///
/// @param summary in one line
/// @param mend    lines separated by `\n`, or empty
record Account(String summary, String expected, String observed, String mend) {

    static Account of(Assessment assessment) {
        String statement = assessment.row().title();
        return switch (assessment.verdict()) {
            case Fail fail -> {
                Deviation worst = fail.worst();
                yield new Account(worst.summary(), worst.expected(), worst.observed(), worst.mend());
            }
            case Unknown(String why, String mend) -> new Account(why, statement, why, mend);
            case Pass(String observed) -> new Account(observed, statement, observed, "");
            case NotApplicable(String why) -> new Account(why, statement, why, "");
        };
    }
}
