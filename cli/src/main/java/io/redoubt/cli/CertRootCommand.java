package io.redoubt.cli;

import io.redoubt.cli.output.ExitStatus;
import io.redoubt.tls.Certificates;
import io.redoubt.tls.Handover;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redoubt cert root`: what clients have to trust for names of the internal CA.
@Command(
        name = "root",
        description = "Print the root of the internal CA as PEM, for clients to trust.",
        mixinStandardHelpOptions = true)
final class CertRootCommand implements Callable<Integer> {

    @Option(names = "--new", description = "make another first; certificates of the one before go on until they end")
    private boolean another;

    private final AtInstance at;

    CertRootCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((policy, instance) -> {
            Certificates certificates =
                    instance.certificates(policy, new Certificates.Ports(Handover.NOBODY, Set::of, Map.of()));
            at.out().print(another ? certificates.newRoot() : certificates.root());
            return ExitStatus.SOUND.code();
        });
    }
}
