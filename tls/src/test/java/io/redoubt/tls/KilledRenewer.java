package io.redoubt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.OutboxJournal;
import io.redoubt.testkit.PebbleServer;
import io.redoubt.tls.acme.ChallengeKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A process that renews a certificate and is gone in the midst of it, with nothing closed.
final class KilledRenewer {

    private static final int GONE = 137;

    private KilledRenewer() {}

    /// When it is killed.
    enum Moment {
        /// The order is under way, and nothing was issued.
        ORDERED(2),
        /// The certificate is in the store, and nobody tried it: it is taken, and then another.
        ISSUED(3);

        private final int taken;

        Moment(int taken) {
            this.taken = taken;
        }

        int taken() {
            return taken;
        }
    }

    static void run(Path directory, PebbleServer pebble, String name, Moment moment) throws Exception {
        Path output = directory.resolve("killed.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRenewer.class.getName(),
                        directory.toString(),
                        pebble.directory().toString(),
                        pebble.rootFile().toString(),
                        String.valueOf(pebble.httpPort()),
                        name,
                        moment.name())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(GONE);
    }

    public static void main(String[] arguments) throws Exception {
        Moment moment = Moment.valueOf(arguments[5]);
        CertificateNode node = CertificateNode.on(Path.of(arguments[0]));
        TlsPolicy policy = CertificateNode.policy(
                CertificateNode.acme(URI.create(arguments[1]), ChallengeKind.HTTP_01, null, Path.of(arguments[2])),
                CertificateNode.request(CertificateRequest.Source.ACME, arguments[4]));
        Certificates certificates = new Certificates(
                "shop",
                policy,
                node.store,
                new OutboxJournal(CertificateNode.NODE, () -> {}),
                CertificateNode.NODE,
                new Certificates.Ports(
                        _ -> {
                            halt();
                            return new Handover.Sight.Shown();
                        },
                        () -> {
                            if (moment == Moment.ORDERED) {
                                halt();
                            }
                            return Set.of(CertificateNode.NODE);
                        },
                        Map.of()),
                node.clock,
                new SecureRandom());
        node.clock.move(Duration.ofSeconds(1));
        certificates.answerHttp(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[3])));
        certificates.renew(List.of());
    }

    private static void halt() {
        Runtime.getRuntime().halt(GONE);
    }
}
