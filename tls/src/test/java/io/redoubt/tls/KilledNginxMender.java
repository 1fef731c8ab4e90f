package io.redoubt.tls;

import io.redoubt.testkit.KilledChild;
import io.redoubt.tls.endpoint.WireProbe;
import io.redoubt.tls.nginx.NginxPlace;
import io.redoubt.wire.TlsVersion;
import java.nio.file.Path;
import java.time.InstantSource;

/// A process that applies or undoes a change of an nginx. Where it looks from the wire, it says so, and waits there to
/// be killed; at the other points, the nginx that it runs kills it.
final class KilledNginxMender {

    private KilledNginxMender() {}

    /// Arguments: `apply` or `undo`, the change, the directory, nginx's program, configuration and prefix, the port,
    /// and the root of the certificates.
    public static void main(String[] arguments) throws InterruptedException {
        try (NginxWorkbench workbench = new NginxWorkbench(
                Path.of(arguments[2]),
                new NginxPlace(arguments[3], arguments[4], arguments[5]),
                Integer.parseInt(arguments[6]),
                Path.of(arguments[7]),
                TlsVersion.TLS_1_3,
                InstantSource.system(),
                (peer, deadline) -> {
                    KilledChild.waitAt("probing");
                    return new WireProbe(peer, deadline);
                })) {
            if (arguments[0].equals("apply")) {
                workbench.mender.apply(arguments[1], "kim");
            } else {
                workbench.mender.undo(arguments[1], "kim");
            }
        }
    }
}
