package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.ClientHello.Shares;
import io.redoubt.wire.HelloReply.Chosen;
import io.redoubt.wire.HelloReply.Declined;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// All groups before TLS 1.3, read from the ServerKeyExchange messages of many handshakes.
final class KeyExchangeEnumeration {

    private final HelloAsker asker;
    private final TlsVersion version;

    KeyExchangeEnumeration(HelloAsker asker, TlsVersion version) {
        this.asker = asker;
        this.version = version;
    }

    List<Group> run() throws NoAnswer, InterruptedException {
        Set<Group> found = new LinkedHashSet<>(curves());
        // Servers have a field for each of these: for clients that check a certificate, that check none, and for
        // export.
        found.addAll(fields(suite -> suite.name().startsWith("TLS_DHE_") && !isExport(suite)));
        found.addAll(fields(suite -> suite.name().startsWith("TLS_DH_anon_") && !isExport(suite)));
        found.addAll(fields(suite -> ServerKeyExchange.hasFiniteField(suite) && isExport(suite)));
        return List.copyOf(found);
    }

    private List<Group> curves() throws NoAnswer, InterruptedException {
        List<CipherSuite> suites = suites(ServerKeyExchange::hasCurve);
        if (version == TlsVersion.SSL_3) {
            return agreed(suites, List.of()).map(List::of).orElse(List.of());
        }
        List<Group> found = new ArrayList<>();
        List<Group> left = new ArrayList<>(GroupRegistry.classicCurves());
        while (!left.isEmpty()) {
            Optional<Group> picked = agreed(suites, left);
            if (picked.isEmpty() && !found.isEmpty()) {
                // Before TLS 1.3 the list also says which curves a certificate may be on (RFC 8422, section 5.1): the
                // ones taken out come back last, where a server that follows the client's order picks them last.
                List<Group> all = new ArrayList<>(left);
                all.addAll(found);
                picked = agreed(suites, all);
            }
            if (picked.isEmpty() || found.contains(picked.get())) {
                break;
            }
            found.add(picked.get());
            if (!left.remove(picked.get())) {
                // A curve that the server describes itself, or was not asked for: it goes by no list.
                break;
            }
        }
        return found;
    }

    /// The field that the server uses by itself, and those of RFC 7919 that it agrees to.
    private List<Group> fields(Predicate<CipherSuite> kind) throws NoAnswer, InterruptedException {
        List<CipherSuite> suites = suites(kind);
        List<Group> found = new ArrayList<>();
        agreed(suites, List.of()).ifPresent(found::add);
        if (version == TlsVersion.SSL_3 || suites.isEmpty()) {
            return found;
        }
        List<Group> left = new ArrayList<>(GroupRegistry.namedFields());
        left.removeAll(found);
        while (!left.isEmpty()) {
            Optional<Group> picked = agreed(suites, left);
            if (picked.isEmpty() || !left.remove(picked.get())) {
                break;
            }
            found.add(picked.get());
        }
        return found;
    }

    private List<CipherSuite> suites(Predicate<CipherSuite> wanted) {
        return CipherSuiteRegistry.offeredIn(version).stream().filter(wanted).toList();
    }

    private static boolean isExport(CipherSuite suite) {
        return suite.name().contains("_EXPORT");
    }

    private Optional<Group> agreed(List<CipherSuite> suites, List<Group> groups) throws NoAnswer, InterruptedException {
        if (suites.isEmpty()) {
            return Optional.empty();
        }
        try {
            return asker.ask(asker.hello(version, suites, groups, Shares.NONE), this::keyExchange);
        } catch (NoAnswer e) {
            if (e.obstacle() == Obstacle.CLOSED && !Thread.currentThread().isInterrupted() && asker.speaksTls()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<Group> keyExchange(HelloReply reply, Dialogue dialogue) throws NoAnswer {
        return switch (reply) {
            case Declined _ -> Optional.empty();
            case Chosen(ServerHello hello) -> {
                if (hello.version() != version.code() || !ServerKeyExchange.hasGroup(hello.suite())) {
                    yield Optional.empty();
                }
                yield ServerFlight.read(hello, dialogue.flight(), asker.peer().toString())
                        .group();
            }
        };
    }
}
