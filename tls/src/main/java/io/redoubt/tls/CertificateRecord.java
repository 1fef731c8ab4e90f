package io.redoubt.tls;

import io.redoubt.policy.Secret;
import io.redoubt.store.IssuedCertificates;
import io.redoubt.store.IssuedCertificates.Issued;
import io.redoubt.store.Store;
import io.redoubt.store.Transaction;
import io.redoubt.tls.issuance.Pem;
import io.redoubt.tls.issuance.Progress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the store holds of one certificate: the one in use, the one that is about to be, and how far the next is.
///
/// @param current   the newest that was taken and has not ended; where all have, the newest
/// @param candidate one that was got and not yet tried
/// @param progress  of the next
/// @param version   of the progress, 0 for none
/// @param all       newest first
record CertificateRecord(
        Optional<Issued> current, Optional<Issued> candidate, Progress progress, long version, List<Issued> all) {

    static final String CANDIDATE = "candidate";
    static final String TAKEN = "taken";
    static final String REFUSED = "refused";

    static CertificateRecord read(Store store, CertificateRequest request, Instant now) {
        return store.read(transaction -> read(transaction, request, now));
    }

    static CertificateRecord read(Transaction transaction, CertificateRequest request, Instant now) {
        IssuedCertificates certificates = transaction.certificates();
        List<Issued> all = certificates.of(request.id());
        List<Issued> taken =
                all.stream().filter(each -> each.state().equals(TAKEN)).toList();
        Optional<Issued> current = taken.stream()
                .filter(each -> each.notAfter().isAfter(now))
                .findFirst()
                .or(() -> taken.stream().findFirst());
        long inUse = current.map(Issued::number).orElse(0L);
        Optional<Issued> candidate = all.stream()
                .filter(each -> each.state().equals(CANDIDATE) && each.number() > inUse)
                .findFirst();
        return transaction
                .issuance()
                .find(request.id())
                .map(found ->
                        new CertificateRecord(current, candidate, Progress.ofBytes(found.body()), found.version(), all))
                .orElseGet(() -> new CertificateRecord(current, candidate, Progress.NONE, 0, all));
    }

    static HeldCertificate held(Issued issued) {
        return new HeldCertificate(
                List.of(issued.names().split(" ")),
                new String(issued.chain().reveal(), StandardCharsets.US_ASCII),
                new Secret(new String(issued.privateKey().reveal(), StandardCharsets.US_ASCII)),
                issued.notBefore(),
                issued.notAfter());
    }

    static X509Certificate leaf(Issued issued) {
        try {
            return Pem.certificates(new String(issued.chain().reveal(), StandardCharsets.US_ASCII))
                    .getFirst();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of the store can't be read", e);
        }
    }
}
