package io.redoubt.tls.certificate;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;

/// How hard a certificate's key and signature are to break (NIST SP 800-57 part 1 and SP 800-131A; CA/B Forum baseline
/// requirements, sections 6.1.5 and 7.1.3).
public final class Strength {

    private static final int LEAST_RSA = 2048;
    private static final int LEAST_EC = 256;

    private Strength() {}

    public static boolean isWeak(X509Certificate certificate) {
        return weakKey(certificate).isPresent() || weakDigest(certificate).isPresent();
    }

    /// `RSA 1024 bits` where the key is too weak.
    public static Optional<String> weakKey(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        return switch (key) {
            case RSAPublicKey rsa
            when rsa.getModulus().bitLength() < LEAST_RSA ->
                Optional.of("RSA " + rsa.getModulus().bitLength() + " bits");
            case ECPublicKey ec
            when ec.getParams().getOrder().bitLength() < LEAST_EC ->
                Optional.of("EC " + ec.getParams().getOrder().bitLength() + " bits");
            // No client accepts DSA any more, whatever its length.
            case DSAPublicKey _ -> Optional.of("DSA");
            default -> Optional.empty();
        };
    }

    /// `SHA-1` where the signature rests on a digest for which collisions can be made.
    public static Optional<String> weakDigest(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.startsWith("SHA1")
                || (algorithm.equals("RSASSA-PSS") && pssDigest(certificate).equals("SHA-1"))) {
            return Optional.of("SHA-1");
        }
        return algorithm.startsWith("MD2") || algorithm.startsWith("MD5")
                ? Optional.of(algorithm.substring(0, 3))
                : Optional.empty();
    }

    /// RFC 4055, section 3.1: without parameters it is SHA-1.
    private static String pssDigest(X509Certificate certificate) {
        byte[] encoded = certificate.getSigAlgParams();
        if (encoded == null) {
            return "SHA-1";
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(encoded);
            return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (GeneralSecurityException | IOException _) {
            return "unknown";
        }
    }
}
