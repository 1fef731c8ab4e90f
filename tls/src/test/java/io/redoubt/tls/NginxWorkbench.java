package io.redoubt.tls;

import io.redoubt.control.Assessment;
import io.redoubt.control.AssessmentListener;
import io.redoubt.control.Assessor;
import io.redoubt.control.Change;
import io.redoubt.control.Limits;
import io.redoubt.control.Mender;
import io.redoubt.control.OutboxJournal;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Workbench;
import io.redoubt.policy.Mode;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Store;
import io.redoubt.store.VersionRecorder;
import io.redoubt.tls.certificate.Trust;
import io.redoubt.tls.endpoint.AddressProbe;
import io.redoubt.tls.nginx.NginxPlace;
import io.redoubt.wire.TlsVersion;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// A store, and what mends an nginx on loopback.
final class NginxWorkbench implements AutoCloseable {

    static final Duration LEASE = Duration.ofMinutes(10);

    final Tls tls;
    final Mender mender;

    private final DataDirectory data;
    private final Store store;

    /// @param root of the certificates
    NginxWorkbench(
            Path directory,
            NginxPlace place,
            int port,
            Path root,
            TlsVersion minimum,
            InstantSource clock,
            AddressProbe.Source probes) {
        Endpoint endpoint = new Endpoint(URI.create("https://localhost:" + port), OptionalInt.empty());
        tls = new Tls(
                new TlsPolicy(Mode.ENFORCE, minimum, List.of(endpoint), List.of(), Duration.ofDays(30)),
                _ -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                Trust.system(List.of(root)),
                InstantSource.system(),
                Duration.ofSeconds(10),
                probes);
        data = DataDirectory.openOrCreate(directory.resolve("shop"));
        KeyFile key = new KeyFile(directory.resolve("root.key"), new SecureRandom());
        store = Store.open(data, key, VersionRecorder.none(), clock, new SecureRandom());
        mender = new Mender(
                store,
                new OutboxJournal("web-1", () -> {}),
                "web-1",
                new Workbench(),
                List.of(tls.nginxRemedy(place, Duration.ofSeconds(5))),
                Map.of("tls", Mode.ENFORCE),
                clock,
                new SecureRandom());
    }

    List<Assessment> check() {
        return new Assessor(InstantSource.system(), Limits.defaults())
                .assess(tls.controls(), Set.of(Vantage.WIRE), AssessmentListener.SILENT);
    }

    Verdict.State state(String control) {
        return check().stream()
                .filter(each -> each.row().id().value().equals(control))
                .findFirst()
                .orElseThrow()
                .verdict()
                .state();
    }

    Change approved() throws InterruptedException {
        Change planned = mender.plan(check(), "kim").changes().getFirst();
        return mender.approve(planned.id(), planned.plan().digest(), "kim", LEASE);
    }

    @Override
    public void close() {
        store.close();
        data.close();
    }
}
