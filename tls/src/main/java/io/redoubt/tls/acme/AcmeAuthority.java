package io.redoubt.tls.acme;

import io.redoubt.policy.ProblemException;
import io.redoubt.store.StoreException;
import io.redoubt.tls.endpoint.Phrase;
import io.redoubt.tls.issuance.KeyPairs;
import io.redoubt.tls.issuance.Progress.Pending;
import io.redoubt.tls.issuance.RenewalTime.Window;
import io.redoubt.tls.issuance.Trouble;
import io.redoubt.tls.issuance.TroubleException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;

/// One authority that speaks ACME, and the account there.
public final class AcmeAuthority {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final URI NO_ACCOUNT = URI.create("urn:ietf:params:acme:error:accountDoesNotExist");

    private final URI directory;
    private final Optional<String> email;
    private final Terms terms;
    private final List<Path> roots;
    private final Accounts accounts;
    private final InstantSource clock;
    private final Pause pause;

    /// Whether the operator agreed to what the authority wants agreed.
    public enum Terms {
        AGREED,
        NOT_AGREED
    }

    /// Where the account is kept.
    public interface Accounts {

        /// Its key, made and kept where there was none.
        KeyPair key();

        /// Its URL, once it is known.
        Optional<String> url();

        void remember(String url);

        void forget();
    }

    /// @param roots PEM files with roots by which its server is known, beside the runtime's
    public AcmeAuthority(
            URI directory,
            Optional<String> email,
            Terms terms,
            List<Path> roots,
            Accounts accounts,
            InstantSource clock,
            Pause pause) {
        this.directory = directory;
        this.email = email;
        this.terms = terms;
        this.roots = List.copyOf(roots);
        this.accounts = accounts;
        this.clock = clock;
        this.pause = pause;
    }

    /// What is done at the authority.
    @FunctionalInterface
    private interface Errand<T> {
        T run(Login login) throws AcmeException, TroubleException, InterruptedException;
    }

    /// Gets a certificate, by the order that is under way or a new one.
    ///
    /// @return the chain, the leaf first, as it came: nothing of it is checked yet
    public List<X509Certificate> issue(
            List<String> names, Pending pending, AcmeOrder.Steps steps, ChallengeKind kind, ChallengeDesk desk)
            throws TroubleException, InterruptedException {
        KeyPair keys = KeyPairs.read(new String(pending.keys().reveal(), StandardCharsets.US_ASCII));
        return run(login -> new AcmeOrder(login, names, keys, steps, kind, desk, clock, pause).issue(pending.url()));
    }

    /// When the authority wants a certificate renewed, and when it is to be asked again.
    public record Advice(Optional<Window> window, Instant askAgain) {}

    /// @return nothing where the authority gives no advice
    public Optional<Advice> advice(X509Certificate leaf, Duration usual) throws TroubleException, InterruptedException {
        return run(login -> {
            if (login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
                return Optional.empty();
            }
            RenewalInfo info = login.bindRenewalInfo(leaf);
            Instant again = info.fetch().orElse(clock.instant().plus(usual));
            return Optional.of(new Advice(
                    Optional.of(new Window(info.getSuggestedWindowStart(), info.getSuggestedWindowEnd())), again));
        });
    }

    private <T> T run(Errand<T> errand) throws TroubleException, InterruptedException {
        try {
            return errand.run(login());
        } catch (AcmeServerException refused) {
            if (NO_ACCOUNT.equals(refused.getType())) {
                accounts.forget();
            }
            throw AcmeTrouble.of(refused);
        } catch (AcmeException failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw AcmeTrouble.of(failure);
        } catch (StoreException | ProblemException own) {
            throw own;
        } catch (RuntimeException garbage) {
            throw AcmeTrouble.of(garbage);
        }
    }

    private Login login() throws AcmeException, TroubleException {
        Session session = new Session(directory, new BoundedProvider(directory, TrustedRoots.with(roots), PATIENCE));
        session.networkSettings().setTimeout(PATIENCE);
        session.networkSettings().setCompressionEnabled(false);
        KeyPair key = accounts.key();
        Optional<String> known = accounts.url();
        if (known.isPresent()) {
            return session.login(url(known.get()), key);
        }
        AccountBuilder account = new AccountBuilder().useKeyPair(key);
        email.ifPresent(account::addEmail);
        Optional<URI> wanted = session.getMetadata().getTermsOfService();
        if (terms == Terms.AGREED) {
            account.agreeToTermsOfService();
        } else if (wanted.isPresent()) {
            throw new TroubleException(
                    new Trouble(
                            "the CA wants its terms agreed: "
                                    + Phrase.shown(wanted.get().toString()),
                            "read them, then write tls.acme.terms-of-service: agreed"),
                    null);
        }
        Login login = account.createLogin(session);
        accounts.remember(login.getAccountLocation().toString());
        return login;
    }

    static URL url(String text) throws AcmeException {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new AcmeException("no URL", e);
        }
    }
}
