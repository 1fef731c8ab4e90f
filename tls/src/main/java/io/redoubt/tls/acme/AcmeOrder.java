package io.redoubt.tls.acme;

import io.redoubt.tls.endpoint.Phrase;
import io.redoubt.tls.issuance.TroubleException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;

/// Carries one order through, from wherever it stands (RFC 8555, section 7.1.6).
public final class AcmeOrder {

    private static final int MOST_POLLS = 90;
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Login login;
    private final List<String> names;
    private final KeyPair keys;
    private final Steps steps;
    private final ChallengeKind kind;
    private final ChallengeDesk desk;
    private final InstantSource clock;
    private final Pause pause;

    /// Told between what may take long; what it throws ends the order.
    public interface Steps {

        /// The order is known from now on by this.
        void ordered(String url);

        /// It goes on.
        void alive();
    }

    AcmeOrder(
            Login login,
            List<String> names,
            KeyPair keys,
            Steps steps,
            ChallengeKind kind,
            ChallengeDesk desk,
            InstantSource clock,
            Pause pause) {
        this.login = login;
        this.names = List.copyOf(names);
        this.keys = keys;
        this.steps = steps;
        this.kind = kind;
        this.desk = desk;
        this.clock = clock;
        this.pause = pause;
    }

    /// @param known the URL of an order that is under way, or empty
    List<X509Certificate> issue(String known) throws AcmeException, TroubleException, InterruptedException {
        Order order = resumed(known).orElse(null);
        if (order == null) {
            order = login.newOrder().domains(names).create();
            insistOnNames(order);
            steps.ordered(order.getLocation().toString());
        }
        if (order.getStatus() == Status.PENDING) {
            for (Authorization authorization : order.getAuthorizations()) {
                steps.alive();
                authorize(authorization);
            }
            await(order, Set.of(Status.READY, Status.VALID, Status.INVALID));
        }
        steps.alive();
        if (order.getStatus() == Status.READY) {
            order.execute(SigningRequest.of(names, keys));
        }
        await(order, Set.of(Status.VALID, Status.INVALID));
        steps.alive();
        if (order.getStatus() != Status.VALID) {
            throw new TroubleException(
                    "the CA refuses the order (" + AcmeTrouble.said(order.getError()) + ")",
                    "mend what the CA names; it is tried again by itself");
        }
        return order.getCertificate().getCertificateChain();
    }

    /// One that is over, or not known any more, is begun anew.
    private Optional<Order> resumed(String known) throws AcmeException {
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Order order = login.bindOrder(AcmeAuthority.url(known));
        try {
            order.fetch();
        } catch (AcmeServerException _) {
            return Optional.empty();
        }
        boolean usable = switch (order.getStatus()) {
            case PENDING, READY, PROCESSING, VALID -> true;
            default -> false;
        };
        return usable && namesOf(order).equals(new TreeSet<>(names)) ? Optional.of(order) : Optional.empty();
    }

    private void insistOnNames(Order order) throws TroubleException {
        Set<String> ordered = namesOf(order);
        if (!ordered.equals(new TreeSet<>(names))) {
            throw new TroubleException(
                    "the CA made an order for other names (" + Phrase.shown(String.join(", ", ordered)) + ")",
                    "use another CA; it is tried again by itself");
        }
    }

    private static Set<String> namesOf(Order order) {
        Set<String> found = new TreeSet<>();
        for (Identifier identifier : order.getIdentifiers()) {
            found.add(identifier.getValue().toLowerCase(Locale.ROOT));
        }
        return found;
    }

    private void authorize(Authorization authorization) throws AcmeException, TroubleException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        String name = authorization.getIdentifier().getDomain();
        if (names.stream().noneMatch(wanted -> bare(wanted).equals(name))) {
            throw new TroubleException(
                    "the CA asks for a name that was not ordered (" + Phrase.shown(name) + ")", "use another CA");
        }
        Challenge challenge = authorization
                .findChallenge(kind.text())
                .orElseThrow(() -> new TroubleException(
                        "the CA does not offer " + kind.text() + " for " + Phrase.shown(name),
                        "choose another tls.acme.challenge; a wildcard needs dns-01"));
        ChallengeDesk.Laid laid = lay(challenge, authorization);
        try {
            challenge.trigger();
            await(authorization, Set.of(Status.VALID, Status.INVALID));
        } finally {
            laid.clear();
        }
        if (authorization.getStatus() != Status.VALID) {
            challenge.fetch();
            throw new TroubleException(
                    "the CA could not see that " + Phrase.shown(name) + " is yours by " + kind.text() + " ("
                            + AcmeTrouble.said(challenge.getError()) + ")",
                    mend());
        }
    }

    private ChallengeDesk.Laid lay(Challenge challenge, Authorization authorization)
            throws TroubleException, InterruptedException {
        return switch (challenge) {
            case Http01Challenge http -> desk.http(http.getToken(), http.getAuthorization());
            case TlsAlpn01Challenge alpn ->
                desk.alpn(authorization.getIdentifier().getDomain(), alpn.getAcmeValidation());
            case Dns01Challenge dns ->
                desk.dns(withoutDot(dns.getRRName(authorization.getIdentifier())), dns.getDigest());
            default -> throw new TroubleException("the CA's challenge is of no known kind", "use another CA");
        };
    }

    private String mend() {
        return switch (kind) {
            case HTTP_01 -> "let the internet reach port 80 of what the name leads to, and let that be Redoubt";
            case TLS_ALPN_01 -> "let the internet reach port 443 of what the name leads to, and let that be Redoubt";
            case DNS_01 -> "see that the hook publishes the record, and returns only when it can be seen";
        };
    }

    /// Counts questions and not time, so that a clock that jumps ends nothing.
    private void await(PollableResource resource, Set<Status> wanted)
            throws AcmeException, TroubleException, InterruptedException {
        for (int poll = 0; poll < MOST_POLLS; poll++) {
            Optional<Instant> again = resource.fetch();
            if (wanted.contains(resource.getStatus())) {
                return;
            }
            steps.alive();
            pause.of(again.map(at -> within(Duration.between(clock.instant(), at)))
                    .orElse(SHORTEST));
        }
        throw new TroubleException(
                "the CA does not come to an end with the order", "nothing: the order is looked at again by itself");
    }

    private static Duration within(Duration wait) {
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static String bare(String name) {
        return name.startsWith("*.") ? name.substring(2) : name;
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
