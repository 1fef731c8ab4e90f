package io.redoubt.tls.endpoint;

import io.redoubt.control.CannotLookException;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.Deadline;
import io.redoubt.wire.Peer;
import io.redoubt.wire.Resolver;
import io.redoubt.wire.TlsVersion;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// One look at one endpoint, shared by all controls of a run: what it is asked, it is asked once. The time begins with
/// the first touch; what is not there at its end is undetermined.
public final class EndpointScan {

    private static final int MOST_ADDRESSES = 4;
    private static final Duration PRODUCT_WAIT = Duration.ofSeconds(2);

    /// What tells that an address is of no use from here, while another one is.
    private static final Set<Obstacle> NOTHING_THERE = EnumSet.of(Obstacle.UNREACHABLE, Obstacle.CONNECTION_REFUSED);

    /// What a control wants to know of an address.
    @FunctionalInterface
    public interface Look<T> {
        T at(AddressScan address) throws InterruptedException;
    }

    private final String host;
    private final Deadline deadline;
    private final String silence;
    private final Facet<List<AddressScan>> addresses;

    /// @param plain   the port on which the same host answers plain HTTP
    /// @param timeout from now until the last reader has its answer
    EndpointScan(
            String host, int port, OptionalInt plain, Resolver resolver, AddressProbe.Source probes, Duration timeout) {
        this.host = host;
        this.silence = "no answer within " + inSeconds(timeout);
        // Probes end first, so that what they know arrives; then readers, so that no watchdog has to end them.
        Deadline forProbes = Deadline.after(timeout.multipliedBy(18).dividedBy(20));
        this.deadline = Deadline.after(timeout.multipliedBy(19).dividedBy(20));
        Lookup lookup = new Lookup(resolver);
        this.addresses = Facet.of(() -> lookup.of(host, forProbes)
                .map(found -> familiesInTurn(found).stream()
                        .map(address -> new Peer(host, new InetSocketAddress(address, port)))
                        .map(peer -> new AddressScan(peer, plain, probes.to(peer, forProbes), deadline, silence))
                        .toList()));
    }

    /// @throws CannotLookException where the host has no address
    public <T> Sighting<T> sight(Look<T> look) throws CannotLookException, InterruptedException {
        List<AddressScan> found = resolved();
        List<AddressScan> asked = found.subList(0, Math.min(MOST_ADDRESSES, found.size()));
        List<String> leftOut = new ArrayList<>();
        List<Sighting.At<T>> seen = new ArrayList<>();
        @Nullable AddressScan first = null;
        List<T> looks = atOnce(asked, look);
        List<Boolean> useful = useful(asked, leftOut);
        for (int i = 0; i < asked.size(); i++) {
            if (useful.get(i)) {
                AddressScan address = asked.get(i);
                first = first == null ? address : first;
                seen.add(new Sighting.At<>(address.peer().addressText(), looks.get(i)));
            }
        }
        found.stream()
                .skip(MOST_ADDRESSES)
                .map(address -> address.peer().addressText() + " not asked")
                .forEach(leftOut::add);
        Product product = first == null ? Product.UNKNOWN : Product.of(first.pageWithin(deadline.within(PRODUCT_WAIT)));
        return new Sighting<>(seen, product, leftOut);
    }

    private List<AddressScan> resolved() throws CannotLookException, InterruptedException {
        return switch (addresses.answer(deadline, host + " was not resolved, " + silence)) {
            case Accepted<List<AddressScan>>(List<AddressScan> found) -> found;
            case Refused<List<AddressScan>>(String how) -> throw new CannotLookException(how, "");
            case Undetermined<List<AddressScan>>(Obstacle _, String why) ->
                throw new CannotLookException(why, "look it up: getent ahosts " + host);
        };
    }

    /// An address to which no route leads from here, or where nothing listens, says nothing about the endpoint as long
    /// as another one answers.
    private static List<Boolean> useful(List<AddressScan> asked, List<String> leftOut) throws InterruptedException {
        if (asked.size() == 1) {
            return List.of(true);
        }
        List<Answer<TlsVersion>> reached = atOnce(asked, address -> address.version(TlsVersion.TLS_1_3));
        boolean someAnswer = reached.stream().anyMatch(answer -> !isNothingThere(answer));
        List<Boolean> useful = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            boolean leave = someAnswer && isNothingThere(reached.get(i));
            useful.add(!leave);
            if (leave && reached.get(i) instanceof Undetermined<TlsVersion>(Obstacle obstacle, String _)) {
                leftOut.add(asked.get(i).peer().addressText()
                        + (obstacle == Obstacle.UNREACHABLE ? " has no route from here" : " refuses connections"));
            }
        }
        return useful;
    }

    private static boolean isNothingThere(Answer<TlsVersion> answer) {
        return answer instanceof Undetermined<TlsVersion>(Obstacle obstacle, String _)
                && NOTHING_THERE.contains(obstacle);
    }

    /// The threads are the reader's own: when it is interrupted they end, and the questions go on.
    private static <T> List<T> atOnce(List<AddressScan> addresses, Look<T> look) throws InterruptedException {
        List<FutureTask<T>> looks = addresses.stream()
                .map(address -> new FutureTask<>(() -> look.at(address)))
                .toList();
        looks.forEach(Thread::startVirtualThread);
        try {
            List<T> seen = new ArrayList<>();
            for (FutureTask<T> each : looks) {
                seen.add(each.get());
            }
            return seen;
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a look failed", failure.getCause());
        } finally {
            looks.forEach(each -> each.cancel(true));
        }
    }

    /// So that the first few hold both families (RFC 8305, section 4).
    private static List<InetAddress> familiesInTurn(List<InetAddress> found) {
        List<InetAddress> v6 = found.stream()
                .distinct()
                .filter(address -> !(address instanceof Inet4Address))
                .toList();
        List<InetAddress> v4 =
                found.stream().distinct().filter(Inet4Address.class::isInstance).toList();
        List<InetAddress> turns = new ArrayList<>();
        for (int i = 0; i < Math.max(v4.size(), v6.size()); i++) {
            if (i < v4.size()) {
                turns.add(v4.get(i));
            }
            if (i < v6.size()) {
                turns.add(v6.get(i));
            }
        }
        return turns;
    }

    private static String inSeconds(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }
}
