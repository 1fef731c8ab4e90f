package io.redoubt.cli;

import io.redoubt.cli.output.Visible;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.io.PrintStream;
import java.util.List;

/// Problems as the operator reads them: each at its place, then how many there are.
final class ProblemText {

    private ProblemText() {}

    static void print(ProblemException exception, PrintStream err) {
        List<Problem> problems = exception.problems();
        if (problems.size() == 1 && problems.getFirst().where().isEmpty()) {
            Problem problem = problems.getFirst();
            err.println("error: " + Visible.of(problem.what()));
            if (!problem.mend().isEmpty()) {
                err.println("hint: " + Visible.of(problem.mend()));
            }
            return;
        }
        for (Problem problem : problems) {
            err.println(Visible.of(problem.toString()));
        }
        err.println("error: " + (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                + " in the policy, nothing was started");
    }
}
