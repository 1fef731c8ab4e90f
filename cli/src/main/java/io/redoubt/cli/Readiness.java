package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.Policy;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Whether `up` could start here: nothing is made, and nothing is kept.
final class Readiness {

    private final Surroundings surroundings;
    private final Instances instances;

    Readiness(Surroundings surroundings, Instances instances) {
        this.surroundings = surroundings;
        this.instances = instances;
    }

    /// @return the exit status
    /// @throws ProblemException when it could not
    int check(Policy policy) {
        PrintStream out = surroundings.out();
        out.println("policy    sha256:" + policy.digest() + ": no problem");
        InstancePlace place = instances.place(policy);
        if (place.exists()) {
            try (Instances.Lent lent = instances.open(policy)) {
                Instance instance = lent.instance();
                out.println("data      " + instance.directory() + ": opens with "
                        + instance.rootKey().name());
            }
        } else {
            out.println("data      " + place.data() + ": will be made, and "
                    + place.key().name());
        }
        List<Problem> problems = ports(policy);
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        out.println("ready: redoubt up");
        return ExitStatus.SOUND.code();
    }

    private static List<Problem> ports(Policy policy) {
        List<Problem> problems = new ArrayList<>();
        policy.edge().ifPresent(edge -> {
            for (int port : edge.listen().ports()) {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(new InetSocketAddress(port));
                } catch (IOException e) {
                    problems.add(Problem.of(
                            "port %d can't be listened on (%s)".formatted(port, e.getMessage()),
                            port < 1_024
                                    ? "run it as root, whose edge gives all else up; or end what holds the port"
                                    : "end what holds it, or set edge.listen"));
                }
            }
        });
        return problems;
    }
}
