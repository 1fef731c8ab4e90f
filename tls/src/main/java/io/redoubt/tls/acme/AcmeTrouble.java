package io.redoubt.tls.acme;

import io.redoubt.tls.endpoint.Phrase;
import io.redoubt.tls.issuance.Trouble;
import io.redoubt.tls.issuance.TroubleException;
import java.time.Instant;
import java.util.Optional;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/// What went wrong at an authority, in words for an operator. What the authority itself says is shown, and not trusted.
final class AcmeTrouble {

    private static final String PREFIX = "urn:ietf:params:acme:error:";

    private AcmeTrouble() {}

    static TroubleException of(Exception failure) {
        return new TroubleException(trouble(failure), failure);
    }

    private static Trouble trouble(Exception failure) {
        return switch (failure) {
            case AcmeRateLimitedException limited -> {
                Instant until = limited.getRetryAfter().orElse(null);
                yield new Trouble(
                        "the CA's rate limit is reached (" + said(limited.getProblem()) + ")",
                        "nothing: it is tried again when the CA allows it",
                        until);
            }
            case AcmeServerException refused ->
                new Trouble("the CA refuses (" + said(refused.getProblem()) + ")", mend(refused.getProblem()));
            case AcmeNetworkException network ->
                new Trouble(
                        "the CA is not reached (" + cause(network) + ")",
                        "see that tls.acme.directory is reached from here; it is tried again by itself");
            case AcmeException other ->
                new Trouble(
                        "the CA's answer makes no sense (" + Phrase.shown(String.valueOf(other.getMessage())) + ")",
                        "see that tls.acme.directory is that of an ACME server");
            default ->
                new Trouble(
                        "the CA's answer makes no sense (" + failure.getClass().getSimpleName() + ")",
                        "see that tls.acme.directory is that of an ACME server");
        };
    }

    static String said(Problem problem) {
        String type = String.valueOf(problem.getType());
        String kind = type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
        return Phrase.shown(kind)
                + problem.getDetail().map(detail -> ": " + Phrase.shown(detail)).orElse("");
    }

    static String said(Optional<Problem> problem) {
        return problem.map(AcmeTrouble::said).orElse("it does not say why");
    }

    private static String mend(Problem problem) {
        String type = String.valueOf(problem.getType());
        return switch (type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : "") {
            case "caa" -> "let this CA issue in the CAA record of the name";
            case "rejectedIdentifier" -> "ask for names that this CA issues for";
            case "invalidContact", "unsupportedContact" -> "mend tls.acme.email";
            case "userActionRequired" -> "look at the CA's terms of service";
            case "externalAccountRequired" -> "use a CA that needs no external account";
            default -> "mend what the CA names; it is tried again by itself";
        };
    }

    private static String cause(AcmeNetworkException network) {
        Throwable cause = network.getCause() == null ? network : network.getCause();
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : Phrase.shown(message);
    }
}
