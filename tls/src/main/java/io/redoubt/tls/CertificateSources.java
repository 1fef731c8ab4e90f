package io.redoubt.tls;

import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import io.redoubt.tls.CertificateTurn.Got;
import io.redoubt.tls.CertificateTurn.Source;
import io.redoubt.tls.acme.AcmeAuthority;
import io.redoubt.tls.acme.AcmeOrder;
import io.redoubt.tls.issuance.ChainCheck;
import io.redoubt.tls.issuance.KeyPairs;
import io.redoubt.tls.issuance.Progress.Pending;
import io.redoubt.tls.issuance.TroubleException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Where certificates come from. What comes is checked here, before anything of it is kept.
final class CertificateSources {

    private final StoredRoot root;
    private final StoreDesk desk;
    private final TlsPolicy policy;
    private final AcmeAuthority authority;
    private final InstantSource clock;
    private final SecureRandom random;

    CertificateSources(
            TlsPolicy policy, Store store, StoredRoot root, StoreDesk desk, InstantSource clock, SecureRandom random) {
        this.policy = policy;
        this.root = root;
        this.desk = desk;
        this.clock = clock;
        this.random = random;
        AcmePolicy acme = policy.acme();
        this.authority = new AcmeAuthority(
                acme.directory(),
                Optional.ofNullable(acme.email()),
                acme.terms(),
                Optional.ofNullable(acme.trust()).map(List::of).orElse(List.of()),
                new StoredAccounts(store, acme.directory(), clock, random),
                clock,
                Thread::sleep);
    }

    Source of(CertificateRequest request, CertificateTurn turn, LeaseHold hold) {
        return switch (request.from()) {
            case INTERNAL -> _ -> internal(request);
            case FILES -> _ -> files(request);
            case ACME -> record -> acme(request, record, turn, hold);
        };
    }

    /// Asks the authority when it wants the certificate in use renewed. That it does not say is no trouble.
    void advise(CertificateTurn turn) throws InterruptedException {
        Instant now = clock.instant();
        X509Certificate leaf =
                turn.record().current().map(CertificateRecord::leaf).orElse(null);
        if (leaf == null) {
            return;
        }
        try {
            Optional<AcmeAuthority.Advice> advice = authority.advice(leaf, DueTime.ADVICE);
            turn.note(progress -> progress.withWindow(
                    advice.flatMap(AcmeAuthority.Advice::window).orElse(null),
                    advice.map(given -> DueTime.again(given.askAgain(), now)).orElse(now.plus(DueTime.ADVICE))));
        } catch (TroubleException _) {
            turn.note(progress -> progress.withWindow(progress.window(), now.plus(DueTime.ADVICE)));
        }
    }

    private Got internal(CertificateRequest request) throws TroubleException {
        KeyPair keys = KeyPairs.generate(random);
        List<X509Certificate> chain =
                root.findOrCreate().issue(request.names(), keys.getPublic(), clock.instant(), random);
        return checked(chain, keys, request);
    }

    private Got files(CertificateRequest request) throws TroubleException {
        Path chain = Objects.requireNonNull(request.chain());
        CertificateFiles files = CertificateFiles.read(chain, Objects.requireNonNull(request.key()));
        files.check(request.names(), clock.instant(), random);
        return new Got(files.chain(), files.key());
    }

    private Got acme(CertificateRequest request, CertificateRecord record, CertificateTurn turn, LeaseHold hold)
            throws TroubleException, InterruptedException {
        Pending known = record.progress().order();
        Pending pending =
                known == null ? new Pending("", SecretBytes.ofUtf8(KeyPairs.write(KeyPairs.generate(random)))) : known;
        AcmeOrder.Steps steps = new AcmeOrder.Steps() {
            @Override
            public void ordered(String url) {
                turn.note(progress -> progress.withOrder(new Pending(url, pending.keys())));
            }

            @Override
            public void alive() {
                hold.insist();
            }
        };
        KeyPair keys = KeyPairs.read(new String(pending.keys().reveal(), StandardCharsets.US_ASCII));
        List<X509Certificate> chain =
                authority.issue(request.names(), pending, steps, policy.acme().challenge(), desk);
        try {
            return checked(chain, keys, request);
        } catch (TroubleException useless) {
            // The next try begins anew, with another key.
            turn.note(progress -> progress.withOrder(null));
            throw useless;
        }
    }

    private Got checked(List<X509Certificate> chain, KeyPair keys, CertificateRequest request) throws TroubleException {
        Optional<String> complaint = ChainCheck.complaint(
                chain, keys.getPublic(), request.names(), ChainCheck.Names.EXACTLY, clock.instant());
        if (complaint.isPresent()) {
            throw new TroubleException(
                    "what the CA issued is not what was asked for: " + complaint.get(),
                    "check the clock, then the CA; the certificate before goes on");
        }
        return new Got(chain, keys.getPrivate());
    }
}
