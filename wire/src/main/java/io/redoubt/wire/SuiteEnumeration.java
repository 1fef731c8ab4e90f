package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.HelloReply.Chosen;
import io.redoubt.wire.HelloReply.Declined;
import io.redoubt.wire.VersionEstablished.Stands;
import java.util.ArrayList;
import java.util.List;

/// All suites of a version that the peer accepts: offers, takes out what is picked, until nothing is.
///
/// Every round takes one suite out, so that there are never more rounds than suites.
final class SuiteEnumeration {

    private final HelloAsker asker;
    private final TlsVersion version;
    private final Stands stands;

    SuiteEnumeration(HelloAsker asker, TlsVersion version, Stands stands) {
        this.asker = asker;
        this.version = version;
        this.stands = stands;
    }

    List<CipherSuite> run() throws NoAnswer, InterruptedException {
        List<CipherSuite> found = new ArrayList<>();
        switch (stands) {
            case ALL_SUITES -> found.addAll(among(CipherSuiteRegistry.offeredIn(version)));
            case BATCHES -> {
                for (List<CipherSuite> batch : HelloAsker.batches(version)) {
                    found.addAll(among(batch));
                }
            }
        }
        return List.copyOf(found);
    }

    private List<CipherSuite> among(List<CipherSuite> offered) throws NoAnswer, InterruptedException {
        List<CipherSuite> left = new ArrayList<>(offered);
        List<CipherSuite> found = new ArrayList<>();
        while (!left.isEmpty()) {
            switch (again(left)) {
                case Declined _ -> {
                    return found;
                }
                case Chosen(ServerHello hello) -> {
                    if (hello.version() != version.code()) {
                        return found;
                    }
                    if (!left.remove(hello.suite())) {
                        throw NoAnswer.notTheProtocol(
                                asker.peer() + " picked " + hello.suite().name() + ", which was not offered");
                    }
                    found.add(hello.suite());
                }
            }
        }
        return found;
    }

    /// A peer that agreed to the version and now closes the connection, twice, has nothing more to pick.
    private HelloReply again(List<CipherSuite> left) throws NoAnswer, InterruptedException {
        try {
            return asker.ask(version, left);
        } catch (NoAnswer once) {
            boolean mayPass = once.obstacle() == Obstacle.CLOSED || once.obstacle() == Obstacle.TIMED_OUT;
            if (!mayPass || !asker.hasTime()) {
                throw once;
            }
        }
        try {
            return asker.ask(version, left);
        } catch (NoAnswer twice) {
            if (twice.obstacle() == Obstacle.CLOSED && !Thread.currentThread().isInterrupted() && asker.speaksTls()) {
                return new Declined(VersionQuestion.CLOSED_ON_US, HelloReply.Reason.OFFER);
            }
            throw twice;
        }
    }
}
