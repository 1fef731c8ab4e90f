package io.redoubt.cli;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.Policy;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.edge.Listen;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether `up` could start here: nothing is made, and nothing is kept.
final class Readiness {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress LOOPBACK_6 = InetAddress.ofLiteral("::1");

    private final Surroundings surroundings;
    private final Instances instances;
    private final String inUse;

    /// @param inUse the options that a command needs to be about this service
    Readiness(Surroundings surroundings, Instances instances, String inUse) {
        this.surroundings = surroundings;
        this.instances = instances;
        this.inUse = inUse;
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
        out.println("ready: redoubt up" + inUse);
        return ExitStatus.SOUND.code();
    }

    private static List<Problem> ports(Policy policy) {
        List<Problem> problems = new ArrayList<>();
        policy.edge().ifPresent(edge -> {
            Listen listen = edge.listen();
            List<InetAddress> addresses = addresses(listen.on());
            for (int port : List.of(listen.https(), listen.http())) {
                tryOn(addresses, port).ifPresent(problems::add);
            }
            listen.metrics().ifPresent(port -> tryOn(List.of(LOOPBACK), port).ifPresent(problems::add));
        });
        return problems;
    }

    private static List<InetAddress> addresses(Listen.Where where) {
        return switch (where) {
            case EVERYWHERE -> List.of(new InetSocketAddress(0).getAddress());
            case LOOPBACK -> has(LOOPBACK_6) ? List.of(LOOPBACK, LOOPBACK_6) : List.of(LOOPBACK);
        };
    }

    private static boolean has(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException _) {
            return false;
        }
    }

    private static Optional<Problem> tryOn(List<InetAddress> addresses, int port) {
        try {
            for (InetAddress address : addresses) {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(new InetSocketAddress(address, port));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(Problem.of(
                    "port %d can't be listened on (%s)".formatted(port, e.getMessage()),
                    port < 1_024
                            ? "run it as root, whose edge gives all else up; or end what holds the port"
                            : "end what holds it, or set edge.listen"));
        }
    }
}
