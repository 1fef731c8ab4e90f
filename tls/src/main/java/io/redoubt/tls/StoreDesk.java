package io.redoubt.tls;

import io.redoubt.control.TimeOrderedId;
import io.redoubt.ledger.Json;
import io.redoubt.policy.Secret;
import io.redoubt.store.ChallengeBoard.Posted;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import io.redoubt.tls.acme.ChallengeDesk;
import io.redoubt.tls.acme.ChallengeKind;
import io.redoubt.tls.acme.DnsHook;
import io.redoubt.tls.acme.Pause;
import io.redoubt.tls.ca.CertificateWriter;
import io.redoubt.tls.issuance.KeyPairs;
import io.redoubt.tls.issuance.Pem;
import io.redoubt.tls.issuance.TroubleException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Lays answers to challenges out in the store, from where every node takes them, and waits until all that serve have
/// them: an authority asks whichever it reaches.
final class StoreDesk implements ChallengeDesk {

    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final int MOST_STEPS = 150;

    private final Store store;
    private final String node;
    private final Announcer announcer;
    private final Supplier<Set<String>> serving;
    private final Optional<DnsHook> hook;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Pause pause;
    private final TimeOrderedId ids;
    private volatile ChallengeAnswers answers = ChallengeAnswers.NONE;

    StoreDesk(
            Store store,
            String node,
            Announcer announcer,
            Supplier<Set<String>> serving,
            Optional<DnsHook> hook,
            InstantSource clock,
            SecureRandom random,
            Pause pause) {
        this.store = store;
        this.node = node;
        this.announcer = announcer;
        this.serving = serving;
        this.hook = hook;
        this.clock = clock;
        this.random = random;
        this.pause = pause;
        this.ids = new TimeOrderedId("chl", random);
    }

    ChallengeAnswers answers() {
        return answers;
    }

    /// Takes up what is in the store, and says that this node answers it only when it does.
    void refresh() {
        List<Posted> live = takeUp();
        List<String> fresh = new ArrayList<>();
        store.read(transaction -> {
            fresh.clear();
            live.stream()
                    .map(Posted::id)
                    .filter(id -> !transaction.challenges().seenBy(id).contains(node))
                    .forEach(fresh::add);
            return null;
        });
        if (!fresh.isEmpty() && announcer.announce()) {
            store.inTransaction(transaction -> {
                fresh.forEach(id -> transaction.challenges().seen(id, node));
                return null;
            });
        }
    }

    /// One at a time: who has read earlier does not take back what another has taken up since.
    private synchronized List<Posted> takeUp() {
        List<Posted> live = store.read(transaction -> transaction.challenges().live(clock.instant()));
        Map<String, String> tokens = new HashMap<>();
        Map<String, HeldCertificate> alpn = new HashMap<>();
        for (Posted each : live) {
            if (!(Json.ofBytes(each.body().reveal()) instanceof Json.Obj(var members))
                    || !(members.get("key") instanceof Json.Text(String key))
                    || !(members.get("value") instanceof Json.Text(String value))) {
                throw new IllegalStateException("a challenge of the store can't be read");
            }
            if (each.kind().equals(ChallengeKind.HTTP_01.text())) {
                tokens.put(key, value);
            } else if (members.get("private-key") instanceof Json.Text(String secret)) {
                alpn.put(
                        key,
                        new HeldCertificate(
                                List.of(key), value, new Secret(secret), clock.instant(), each.expiresAt()));
            }
        }
        answers = new ChallengeAnswers(tokens, alpn);
        return live;
    }

    @Override
    public Laid http(String token, String value) throws TroubleException, InterruptedException {
        if (!token.matches("[A-Za-z0-9_-]{1,200}")) {
            throw new TroubleException("the CA's token is none (RFC 8555, section 8.1)", "use another CA");
        }
        return post(ChallengeKind.HTTP_01, Map.of("key", Json.of(token), "value", Json.of(value)));
    }

    @Override
    public Laid alpn(String name, byte[] digest) throws TroubleException, InterruptedException {
        KeyPair keys = KeyPairs.generate(random);
        X509Certificate answer = CertificateWriter.challenge(name, digest, keys, clock.instant(), random);
        return post(
                ChallengeKind.TLS_ALPN_01,
                Map.of(
                        "key", Json.of(name),
                        "value", Json.of(Pem.of(List.of(answer))),
                        "private-key", Json.of(Pem.of(keys.getPrivate()))));
    }

    @Override
    public Laid dns(String record, String value) throws TroubleException, InterruptedException {
        DnsHook program = hook.orElseThrow(
                () -> new TroubleException("dns-01 needs a program that publishes records", "set tls.acme.dns-hook"));
        return program.present(record, value);
    }

    private Laid post(ChallengeKind kind, Map<String, Json> body) throws TroubleException, InterruptedException {
        Instant now = clock.instant();
        Posted posted = new Posted(
                ids.next(now),
                kind.text(),
                now.plus(LIFE),
                SecretBytes.copyOf(Json.of(body).toBytes()));
        store.inTransaction(transaction -> {
            transaction.challenges().sweep(now);
            transaction.challenges().publish(posted);
            return null;
        });
        Laid laid = () -> withdraw(posted);
        try {
            awaitSeen(posted);
            return laid;
        } catch (TroubleException | InterruptedException | RuntimeException failed) {
            laid.clear();
            throw failed;
        }
    }

    private void awaitSeen(Posted posted) throws TroubleException, InterruptedException {
        Set<String> missing = Set.of();
        for (int step = 0; step < MOST_STEPS; step++) {
            refresh();
            Set<String> wanted = serving.get();
            if (wanted.isEmpty()) {
                throw new TroubleException(
                        "no node answers what the CA asks", "run `redoubt up`, or `redoubt cert renew` by hand");
            }
            Set<String> seen =
                    store.read(transaction -> transaction.challenges().seenBy(posted.id()));
            missing = new TreeSet<>(wanted);
            missing.removeAll(seen);
            if (missing.isEmpty()) {
                return;
            }
            pause.of(STEP);
        }
        throw new TroubleException(
                "the challenge is not answered yet by " + String.join(", ", missing),
                "see that Redoubt works there, or take the node away");
    }

    private void withdraw(Posted posted) {
        store.inTransaction(transaction -> {
            transaction.challenges().withdraw(posted.id());
            return null;
        });
        refresh();
    }
}
