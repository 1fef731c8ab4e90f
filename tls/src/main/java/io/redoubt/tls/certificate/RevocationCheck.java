package io.redoubt.tls.certificate;

import io.redoubt.tls.certificate.CertificatePath.Trusted;
import io.redoubt.tls.certificate.Revocation.NothingToCheck;
import io.redoubt.tls.certificate.Revocation.Unanswered;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.Bytes;
import io.redoubt.wire.Deadline;
import io.redoubt.wire.Handshake;
import io.redoubt.wire.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;

/// Finds out whether a leaf was revoked: by the stapled response, else by the OCSP responder that the certificate
/// names, else by its CRL. Nobody is asked about a certificate that is not trusted anyway.
public final class RevocationCheck {

    private static final int MOST_PLACES = 2;

    /// A responder is a third party: it must not use up the endpoint's time.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final RevocationFetch fetch;

    public RevocationCheck(Resolver resolver) {
        this.fetch = new RevocationFetch(resolver);
    }

    /// @param endpoint the address that presented the certificate
    public Revocation of(Handshake handshake, CertificatePath path, InetAddress endpoint, Instant at, Deadline deadline)
            throws InterruptedException {
        if (!(path instanceof Trusted trusted)) {
            return new NothingToCheck("the chain is not trusted");
        }
        X509Certificate leaf = handshake.chain().getFirst();
        X509Certificate issuer = trusted.issuer();
        if (handshake.stapled().isPresent()) {
            Revocation stapled = new OcspResponse(leaf, issuer, at, "stapled OCSP response")
                    .judge(handshake.stapled().get());
            if (!(stapled instanceof Unanswered)) {
                return stapled;
            }
        }
        List<URI> responders = RevocationPointers.responders(leaf);
        List<URI> lists = RevocationPointers.lists(leaf);
        if (responders.isEmpty() && lists.isEmpty()) {
            return new NothingToCheck("the certificate names neither OCSP responder nor CRL");
        }
        Deadline patience = deadline.within(PATIENCE);
        Revocation answer = new Unanswered("no place to ask");
        for (URI responder : responders.stream().limit(MOST_PLACES).toList()) {
            answer = judged(
                    fetch.ocsp(responder, requestAbout(leaf, issuer), endpoint, patience),
                    new OcspResponse(leaf, issuer, at, "OCSP response")::judge);
            if (!(answer instanceof Unanswered)) {
                return answer;
            }
        }
        for (URI list : lists.stream().limit(MOST_PLACES).toList()) {
            answer = judged(fetch.crl(list, endpoint, patience), new RevocationList(leaf, issuer, at, list)::judge);
            if (!(answer instanceof Unanswered)) {
                return answer;
            }
        }
        return answer;
    }

    private static Revocation judged(Answer<Bytes> answer, Function<Bytes, Revocation> judge) {
        return switch (answer) {
            case Accepted<Bytes>(Bytes body) -> judge.apply(body);
            case Refused<Bytes>(String how) -> new Unanswered(how);
            case Undetermined<Bytes>(Obstacle _, String why) -> new Unanswered(why);
        };
    }

    private static Bytes requestAbout(X509Certificate leaf, X509Certificate issuer) {
        try {
            BcDigestCalculatorProvider digests = new BcDigestCalculatorProvider();
            // SHA-1 as an identifier, not as protection: responders are bound to know no other (RFC 5019).
            CertificateID id = new CertificateID(
                    digests.get(CertificateID.HASH_SHA1), new JcaX509CertificateHolder(issuer), leaf.getSerialNumber());
            return Bytes.copyOf(new OCSPReqBuilder().addRequest(id).build().getEncoded());
        } catch (OCSPException | OperatorCreationException | CertificateEncodingException | IOException impossible) {
            throw new IllegalStateException("a request about a parsed certificate can be written", impossible);
        }
    }
}
