package io.redoubt.tls.certificate;

import io.redoubt.tls.certificate.Revocation.Good;
import io.redoubt.tls.certificate.Revocation.Revoked;
import io.redoubt.tls.certificate.Revocation.Unanswered;
import io.redoubt.wire.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

/// What an OCSP response says about one certificate (RFC 6960), if it may be relied on.
final class OcspResponse {

    private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /// How long a response counts that names no end (RFC 6960, section 4.2.2.1: newer ones are then always there).
    private static final Duration WITHOUT_END = Duration.ofDays(1);

    private final X509Certificate certificate;
    private final X509Certificate issuer;
    private final Instant at;
    private final String source;

    OcspResponse(X509Certificate certificate, X509Certificate issuer, Instant at, String source) {
        this.certificate = certificate;
        this.issuer = issuer;
        this.at = at;
        this.source = source;
    }

    Revocation judge(Bytes der) {
        try {
            OCSPResp response = new OCSPResp(der.toArray());
            if (response.getStatus() != OCSPResp.SUCCESSFUL) {
                return new Unanswered("the " + source + " says " + failure(response.getStatus()));
            }
            return response.getResponseObject() instanceof BasicOCSPResp basic
                    ? judge(basic)
                    : new Unanswered("the " + source + " is of no known type");
        } catch (IOException
                | OCSPException
                | OperatorCreationException
                | GeneralSecurityException
                | RuntimeException _) {
            // The parser throws unchecked exceptions, too, at what is no DER.
            return new Unanswered("the " + source + " can't be read");
        }
    }

    private Revocation judge(BasicOCSPResp response)
            throws IOException, OCSPException, OperatorCreationException, GeneralSecurityException {
        @Nullable SingleResp single = about(response);
        if (single == null) {
            return new Unanswered("the " + source + " is about another certificate");
        }
        if (!isSigned(response)) {
            return new Unanswered("the " + source + " is not signed by who may");
        }
        if (single.getThisUpdate().toInstant().isAfter(at.plus(CLOCK_SKEW))) {
            return new Unanswered("the " + source + " is from the future");
        }
        if (endOf(single).isBefore(at.minus(CLOCK_SKEW))) {
            return new Unanswered("the " + source + " has ended");
        }
        // BouncyCastle's CertificateStatus.GOOD is null.
        @Nullable CertificateStatus status = single.getCertStatus();
        if (status == null) {
            return new Good(source);
        }
        return status instanceof RevokedStatus revoked
                ? new Revoked(
                        revoked.getRevocationTime().toInstant(),
                        revoked.hasRevocationReason() ? reason(revoked.getRevocationReason()) : "unspecified",
                        source)
                : new Unanswered("the " + source + " does not know the certificate");
    }

    private @Nullable SingleResp about(BasicOCSPResp response) throws OCSPException, GeneralSecurityException {
        X509CertificateHolder holder = new JcaX509CertificateHolder(issuer);
        for (SingleResp single : response.getResponses()) {
            if (single.getCertID().getSerialNumber().equals(certificate.getSerialNumber())
                    && single.getCertID().matchesIssuer(holder, new BcDigestCalculatorProvider())) {
                return single;
            }
        }
        return null;
    }

    /// By the issuer, or by a responder to which the issuer gave that right (RFC 6960, section 4.2.2.2).
    private boolean isSigned(BasicOCSPResp response)
            throws OCSPException, OperatorCreationException, GeneralSecurityException {
        List<X509Certificate> signers = new ArrayList<>(List.of(issuer));
        for (X509CertificateHolder holder : response.getCerts()) {
            X509Certificate responder = new JcaX509CertificateConverter().getCertificate(holder);
            if (isDelegated(responder)) {
                signers.add(responder);
            }
        }
        for (X509Certificate signer : signers) {
            if (isSignedBy(response, signer)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSignedBy(BasicOCSPResp response, X509Certificate signer) throws OperatorCreationException {
        try {
            return response.isSignatureValid(new JcaContentVerifierProviderBuilder().build(signer.getPublicKey()));
        } catch (OCSPException _) {
            // A key of another kind than the signature's.
            return false;
        }
    }

    private boolean isDelegated(X509Certificate responder) {
        try {
            responder.verify(issuer.getPublicKey());
            responder.checkValidity(Date.from(at));
            List<String> usages = responder.getExtendedKeyUsage();
            return responder.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    && usages != null
                    && usages.contains(OCSP_SIGNING);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static Instant endOf(SingleResp single) {
        Date end = single.getNextUpdate();
        return end == null ? single.getThisUpdate().toInstant().plus(WITHOUT_END) : end.toInstant();
    }

    private static String failure(int status) {
        return switch (status) {
            case OCSPResp.MALFORMED_REQUEST -> "malformedRequest";
            case OCSPResp.INTERNAL_ERROR -> "internalError";
            case OCSPResp.TRY_LATER -> "tryLater";
            case OCSPResp.UNAUTHORIZED -> "unauthorized";
            default -> "status " + status;
        };
    }

    private static String reason(int code) {
        return CRLReason.lookup(code).toString().replace("CRLReason: ", "");
    }
}
