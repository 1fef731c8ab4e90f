package io.redoubt.cli;

import io.redoubt.control.Assessment;
import io.redoubt.control.AssessmentListener;
import io.redoubt.control.ControlId;
import io.redoubt.control.Subject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// How far a round of assessments is: one line that is written over, and wiped before results are printed.
final class Progress implements AssessmentListener {

    /// Whether somebody looks at standard error while the work goes on.
    public enum Audience {
        WATCHING,
        NOBODY
    }

    /// A control that broke, for `--debug`.
    record Broken(ControlId control, Subject subject, Throwable cause) {}

    private static final String WIPE = "\r\u001b[K";

    private final PrintStream err;
    private final Audience audience;
    private final List<Broken> broken = new ArrayList<>();

    Progress(PrintStream err, Audience audience) {
        this.err = err;
        this.audience = audience;
    }

    @Override
    public void assessed(Assessment assessment, int decided, int of) {
        if (audience == Audience.WATCHING) {
            err.print(decided == of ? WIPE : WIPE + "checked " + decided + " of " + of);
            err.flush();
        }
    }

    @Override
    public void broken(ControlId control, Subject subject, Throwable cause) {
        broken.add(new Broken(control, subject, cause));
    }

    List<Broken> broken() {
        return List.copyOf(broken);
    }
}
