package io.redoubt.cli;

import io.redoubt.assembly.Policy;
import io.redoubt.assembly.RunningCore;
import io.redoubt.cli.output.Terminal;
import io.redoubt.cli.process.Isolation;
import io.redoubt.edge.EdgePolicy;
import io.redoubt.edge.Route;
import io.redoubt.tls.CertificateRequest;
import io.redoubt.tls.CertificateStanding;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a person reads who has just started Redoubt: where everything is, what to try, and what is next.
final class Welcome {

    private final PrintStream out;
    private final RunningCore core;
    private final Isolation isolation;
    private final Terminal terminal;
    private final String inUse;

    /// @param terminal what `out` is: what only a person may see is shown nowhere else
    /// @param inUse    the options that a command needs to be about this service
    Welcome(PrintStream out, RunningCore core, Isolation isolation, Terminal terminal, String inUse) {
        this.inUse = inUse;
        this.terminal = terminal;
        this.out = out;
        this.core = core;
        this.isolation = isolation;
    }

    /// @param trouble what keeps the edge from serving
    /// @param posture in one line
    void print(Optional<String> trouble, String posture) {
        Policy policy = core.policy();
        out.println();
        out.println("data      " + core.instance().directory() + ": what is recorded, sealed");
        out.println("root key  " + core.instance().rootKey().name()
                + ": without it nothing of that can be read; keep a copy elsewhere");
        trouble.ifPresentOrElse(
                why -> {
                    out.println("edge      does NOT serve: " + why);
                    out.println(
                            "          it is tried again every few seconds; for a port that is taken, end what holds it,");
                    out.println("          or set edge.listen (in the example, --https-port and --http-port)");
                },
                () -> policy.edge().ifPresent(edge -> edge(policy, edge)));
        console(policy);
        out.println("posture   " + posture);
        out.println("next      redoubt status" + inUse);
        out.flush();
    }

    /// What is said at a later start, where all that is known already.
    void again(Optional<String> trouble, String posture) {
        out.println("core      runs again; "
                + trouble.map(why -> "the edge does NOT serve: " + why + "; ").orElse("")
                + OneTimeLink.of(core)
                        .map(link -> "a new link into the console is in " + OneTimeLink.write(core, link) + "; ")
                        .orElse("")
                + "posture: " + posture);
        out.flush();
    }

    private void edge(Policy policy, EdgePolicy edge) {
        out.println("edge      " + String.join("  ", addresses(edge)));
        out.println("          "
                + switch (isolation) {
                    case FULL ->
                        "isolated: a user of its own, no capability, sees neither data nor key nor other processes";
                    case NAMESPACES ->
                        "isolated: sees neither data nor key nor other processes; it is your user otherwise";
                    case NONE -> "NOT isolated: this machine lets no namespace be made (unshare); run it as root";
                });
        withoutCertificate(edge).forEach(line -> out.println("          " + line));
        boolean internal = policy.tls().stream()
                .flatMap(tls -> tls.certificates().stream())
                .anyMatch(request -> request.from() == CertificateRequest.Source.INTERNAL);
        String root = internal ? " --cacert root.pem" : "";
        if (internal) {
            out.println("try       redoubt cert root" + inUse + " > root.pem");
        }
        edge.routes().stream()
                .map(route -> address(edge, route))
                .distinct()
                .limit(3)
                .forEach(address -> out.println("try       curl -i" + root + " " + address));
    }

    /// Why handshakes for some of the hosts are refused.
    private List<String> withoutCertificate(EdgePolicy edge) {
        List<CertificateStanding> standings = core.certificates();
        return edge.routes().stream()
                .map(Route::host)
                .distinct()
                .flatMap(host -> standings.stream()
                        .filter(standing -> standing.covers(host))
                        .findFirst()
                        .map(standing -> Optional.ofNullable(standing.notAfter() == null ? standing.trouble() : null))
                        .orElse(Optional.of("name it in tls.certificates"))
                        .map(why -> "NO certificate for " + host + ": " + why)
                        .stream())
                .toList();
    }

    private static List<String> addresses(EdgePolicy edge) {
        return edge.routes().stream()
                .map(Route::host)
                .distinct()
                .map(host -> "https://" + host + port(edge.listen().https(), 443))
                .toList();
    }

    private static String address(EdgePolicy edge, Route route) {
        return "https://" + route.host() + port(edge.listen().https(), 443) + route.path();
    }

    private static String port(int port, int usual) {
        return port == usual ? "" : ":" + port;
    }

    private void console(Policy policy) {
        if (policy.console().isEmpty()) {
            out.println("console   not declared: `console: { host: …, from: … }` in the policy");
            return;
        }
        OneTimeLink.of(core).ifPresent(link -> {
            Path file = OneTimeLink.write(core, link);
            String shown = terminal.isTerminal() ? link : "the link is in " + file;
            out.println("console   " + shown + "   (once, within 10 minutes)");
        });
    }
}
