package io.redoubt.cli;

import io.redoubt.tls.Certificates;
import io.redoubt.tls.Handover;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `redoubt cert list`.
@Command(
        name = "list",
        description = "Print the certificates of the policy: until when each holds, and when the next is ordered.",
        mixinStandardHelpOptions = true)
final class CertListCommand implements Callable<Integer> {

    private final AtInstance at;

    CertListCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((policy, instance) -> {
            Certificates certificates =
                    instance.certificates(policy, new Certificates.Ports(Handover.NOBODY, Set::of, Map.of()));
            return CertText.print(certificates.standings(), at);
        });
    }
}
