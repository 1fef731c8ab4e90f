package io.redoubt.testkit;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/// What an issuer says about its certificates: OCSP responses (RFC 6960) and revocation lists (RFC 5280), DER.
public final class Revocation {

    /// What a response says.
    public enum Status {
        GOOD,
        REVOKED,
        UNKNOWN
    }

    private static final Duration FRESH = Duration.ofDays(7);
    private static final Duration AGE = Duration.ofHours(1);

    private final X509Certificate issuer;
    private final KeyPair issuerKeys;
    private final Instant now;

    Revocation(X509Certificate issuer, KeyPair issuerKeys, Instant now) {
        this.issuer = issuer;
        this.issuerKeys = issuerKeys;
        this.now = now;
    }

    /// A response about one certificate, as it is stapled; good for a week from an hour ago.
    public byte[] ocspResponse(X509Certificate certificate, Status status) {
        return ocspResponse(certificate, status, now.minus(AGE), now.plus(FRESH));
    }

    public byte[] ocspResponse(X509Certificate certificate, Status status, Instant thisUpdate, Instant nextUpdate) {
        try {
            return respond(
                    new JcaCertificateID(digest(CertificateID.HASH_SHA1), issuer, certificate.getSerialNumber()),
                    status,
                    thisUpdate,
                    nextUpdate,
                    null);
        } catch (OCSPException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The response to a client's request, its nonce echoed.
    public byte[] ocspAnswer(byte[] request, Status status) {
        try {
            OCSPReq parsed = new OCSPReq(request);
            Req[] asked = parsed.getRequestList();
            return respond(
                    asked[0].getCertID(),
                    status,
                    now.minus(AGE),
                    now.plus(FRESH),
                    parsed.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce));
        } catch (IOException e) {
            throw new IllegalArgumentException("not an OCSP request", e);
        }
    }

    private byte[] respond(
            CertificateID id, Status status, Instant thisUpdate, Instant nextUpdate, @Nullable Extension nonce) {
        try {
            BasicOCSPRespBuilder builder =
                    new BasicOCSPRespBuilder(new RespID(new JcaX509CertificateHolder(issuer).getSubject()));
            builder.addResponse(id, told(status), Date.from(thisUpdate), Date.from(nextUpdate), null);
            if (nonce != null) {
                builder.setResponseExtensions(new Extensions(nonce));
            }
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate()),
                                    null,
                                    Date.from(now)))
                    .getEncoded();
        } catch (OCSPException | OperatorCreationException | IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable CertificateStatus told(Status status) {
        return switch (status) {
            case GOOD -> CertificateStatus.GOOD;
            case REVOKED -> new RevokedStatus(Date.from(now.minus(AGE)), CRLReason.keyCompromise);
            case UNKNOWN -> new UnknownStatus();
        };
    }

    private static DigestCalculator digest(AlgorithmIdentifier algorithm) {
        try {
            return new JcaDigestCalculatorProviderBuilder().build().get(algorithm);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A list that names these certificates as revoked.
    public byte[] crl(List<X509Certificate> revoked) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(
                X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()), Date.from(now.minus(AGE)));
        builder.setNextUpdate(Date.from(now.plus(FRESH)));
        for (X509Certificate each : revoked) {
            builder.addCRLEntry(each.getSerialNumber(), Date.from(now.minus(AGE)), CRLReason.keyCompromise);
        }
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
