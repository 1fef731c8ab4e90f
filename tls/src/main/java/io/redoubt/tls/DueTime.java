package io.redoubt.tls;

import io.redoubt.store.IssuedCertificates.Issued;
import io.redoubt.tls.issuance.Attempts.Urgency;
import io.redoubt.tls.issuance.RenewalTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a certificate's record says about when something is to be done: pure, so that every node and the console see
/// the same.
record DueTime(CertificateRequest request, Duration renewBefore) {

    /// An authority's advice is asked for at least this often, and never put off for longer.
    static final Duration ADVICE = Duration.ofHours(6);

    private static final Duration FARTHEST = Duration.ofDays(2);

    /// When the next certificate is wanted; now where there is none.
    Instant due(CertificateRecord record, Instant now) {
        return record.current().map(current -> due(record, current)).orElse(now);
    }

    private Instant due(CertificateRecord record, Issued current) {
        return RenewalTime.of(
                current.notBefore(),
                current.notAfter(),
                renewBefore,
                Optional.ofNullable(record.progress().window()),
                RenewalTime.shareOf(current.chain().reveal()));
    }

    /// When the next one is ordered, as far as one can tell.
    Instant next(CertificateRecord record, Instant now) {
        Instant due = due(record, now);
        Instant from = due.isAfter(now) ? due : now;
        return record.progress().attempts().blockedUntil(from, Urgency.IN_TURN).orElse(due);
    }

    /// Whether a new one may be ordered now.
    boolean mayOrder(CertificateRecord record, Urgency urgency, Instant now) {
        boolean wanted = urgency == Urgency.ASKED_FOR || !due(record, now).isAfter(now);
        return wanted && record.progress().attempts().blockedUntil(now, urgency).isEmpty();
    }

    /// Whether the authority is to be asked when it wants this renewed. A time that is too far ahead was written by a
    /// clock that was wrong.
    boolean wantsAdvice(CertificateRecord record, Instant now) {
        Instant askedAt = record.progress().askedAt();
        return request.from() == CertificateRequest.Source.ACME
                && record.current().isPresent()
                && (askedAt == null || !askedAt.isAfter(now) || askedAt.isAfter(now.plus(FARTHEST)));
    }

    /// When to ask again after the authority said so.
    static Instant again(Instant wanted, Instant now) {
        Instant soonest = now.plus(Duration.ofMinutes(1));
        Instant latest = now.plus(Duration.ofDays(1));
        return wanted.isBefore(soonest) ? soonest : wanted.isAfter(latest) ? latest : wanted;
    }
}
