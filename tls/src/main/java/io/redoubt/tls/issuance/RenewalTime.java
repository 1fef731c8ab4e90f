package io.redoubt.tls.issuance;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When the next certificate is due: a function of the one in use, so that it needs no memory and all nodes agree.
public final class RenewalTime {

    /// How much of the time that is to be left may be added to it, so that certificates of one day do not all come due
    /// at once.
    private static final double JITTER = 0.1;

    private RenewalTime() {}

    /// The time in which an authority wants its certificate renewed (RFC 9773).
    public record Window(Instant start, Instant end) {}

    /// How much has to be left. A certificate that lives for less than twice `renewBefore` is due in the last third of
    /// its life, as ACME clients do it: else one of six days would be due before it was issued.
    public static Duration toBeLeft(Duration life, Duration renewBefore) {
        return life.compareTo(renewBefore.multipliedBy(2)) < 0 ? life.dividedBy(3) : renewBefore;
    }

    /// @param share from 0 to 1: where within the jitter, or within the window
    public static Instant of(
            Instant notBefore, Instant notAfter, Duration renewBefore, Optional<Window> window, double share) {
        Duration left = toBeLeft(Duration.between(notBefore, notAfter), renewBefore);
        Instant own = notAfter.minus(left).minus(part(left, share * JITTER));
        return window.map(wanted -> within(wanted, share))
                .filter(wanted -> wanted.isBefore(own))
                .orElse(own);
    }

    /// A share that is as good as random and the same on every node.
    public static double shareOf(byte[] certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate);
            return (ByteBuffer.wrap(digest).getInt() >>> 1) / (double) Integer.MAX_VALUE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant within(Window window, double share) {
        Duration length = Duration.between(window.start(), window.end());
        return length.isNegative() ? window.start() : window.start().plus(part(length, share));
    }

    private static Duration part(Duration whole, double share) {
        return Duration.ofMillis((long) (whole.toMillis() * share));
    }
}
