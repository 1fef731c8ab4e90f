package io.redoubt.tls;

import io.redoubt.control.OutboxJournal;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Mode;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Store;
import io.redoubt.store.VersionRecorder;
import io.redoubt.tls.acme.AcmeAuthority.Terms;
import io.redoubt.tls.acme.ChallengeKind;
import io.redoubt.tls.issuance.Pem;
import io.redoubt.wire.TlsVersion;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A node that looks after certificates, on a real store, with a clock that a test may move.
final class CertificateNode implements AutoCloseable {

    static final String NODE = "web-1";

    private final @Nullable DataDirectory directory;
    final Store store;
    final MovedClock clock = new MovedClock();

    static final class MovedClock implements InstantSource {
        private Duration by = Duration.ZERO;

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(by);
        }

        void move(Duration further) {
            by = by.plus(further);
        }
    }

    private CertificateNode(@Nullable DataDirectory directory, Store store) {
        this.directory = directory;
        this.store = store;
    }

    static CertificateNode on(Path path) {
        DataDirectory directory = DataDirectory.openOrCreate(path.resolve("shop"));
        return new CertificateNode(
                directory,
                Store.open(
                        directory,
                        new KeyFile(path.resolve("keys/root.key"), new SecureRandom()),
                        VersionRecorder.none(),
                        InstantSource.system(),
                        new SecureRandom()));
    }

    static CertificateNode on(Store store) {
        return new CertificateNode(null, store);
    }

    Certificates certificates(TlsPolicy policy, Handover handover) {
        return certificates(policy, handover, NODE, Set.of(NODE));
    }

    Certificates certificates(TlsPolicy policy, Handover handover, String node, Set<String> serving) {
        return certificates(policy, handover, node, () -> serving);
    }

    Certificates certificates(TlsPolicy policy, Handover handover, String node, Supplier<Set<String>> serving) {
        return new Certificates(
                "shop",
                policy,
                store,
                new OutboxJournal(NODE, () -> {}),
                node,
                new Certificates.Ports(handover, serving, Map.of("PATH", "/usr/bin:/bin")),
                clock,
                new SecureRandom());
    }

    /// What happened to certificates, oldest first.
    List<String> events() {
        return told().stream().map(Event::type).toList();
    }

    List<Event> told() {
        return store.<List<Event>>read(
                transaction -> transaction.outbox().pending(NODE, LedgerStream.EVIDENCE.directory(), 1000).stream()
                        .map(entry -> Event.fromJson(entry.entry().reveal()))
                        .toList());
    }

    static TlsPolicy policy(AcmePolicy acme, CertificateRequest... requests) {
        return new TlsPolicy(
                Mode.ENFORCE, TlsVersion.TLS_1_3, List.of(), List.of(requests), acme, Duration.ofDays(30), null);
    }

    static AcmePolicy acme(URI directory, ChallengeKind kind, @Nullable Path hook, @Nullable Path trust) {
        return new AcmePolicy(directory, "ops@example.com", Terms.AGREED, kind, hook, trust);
    }

    static CertificateRequest request(CertificateRequest.Source from, String... names) {
        return new CertificateRequest(List.of(names), from, null);
    }

    static X509Certificate leaf(HeldCertificate held) {
        try {
            return Pem.certificates(held.chain()).getFirst();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        store.close();
        if (directory != null) {
            directory.close();
        }
    }
}
