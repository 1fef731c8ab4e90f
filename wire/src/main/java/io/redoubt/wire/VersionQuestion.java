package io.redoubt.wire;

import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.HelloReply.Chosen;
import io.redoubt.wire.HelloReply.Declined;
import io.redoubt.wire.HelloReply.Reason;
import io.redoubt.wire.VersionEstablished.Stands;
import java.util.List;

/// Whether a peer agrees to exactly one version, with whichever suite.
///
/// First one ClientHello with every suite that fits. Where it is met with silence, a close or a complaint about its
/// form, smaller ones, for some peers can't stand many suites.
final class VersionQuestion {

    static final String CLOSED_ON_US = "closed the connection without an answer";

    private final HelloAsker asker;
    private final TlsVersion version;

    VersionQuestion(HelloAsker asker, TlsVersion version) {
        this.asker = asker;
        this.version = version;
    }

    VersionEstablished ask() throws NoAnswer, InterruptedException {
        List<List<CipherSuite>> batches = HelloAsker.batches(version);
        NoAnswer first = null;
        Declined declined = null;
        try {
            switch (asker.ask(version, CipherSuiteRegistry.offeredIn(version))) {
                case Chosen(ServerHello hello) -> {
                    return new VersionEstablished(judge(hello), Stands.ALL_SUITES);
                }
                case Declined refusal -> {
                    if (refusal.reason() == Reason.OFFER || batches.size() == 1) {
                        return new VersionEstablished(new Refused<>(refusal.how()), Stands.ALL_SUITES);
                    }
                    declined = refusal;
                }
            }
        } catch (NoAnswer e) {
            boolean mayBeSize = e.obstacle() == Obstacle.CLOSED || e.obstacle() == Obstacle.TIMED_OUT;
            if (!mayBeSize || !asker.hasTime()) {
                throw e;
            }
            first = e;
        }
        for (List<CipherSuite> batch : batches) {
            try {
                switch (asker.ask(version, batch)) {
                    case Chosen(ServerHello hello) -> {
                        return new VersionEstablished(judge(hello), Stands.BATCHES);
                    }
                    case Declined refusal -> declined = refusal;
                }
            } catch (NoAnswer e) {
                if (e.obstacle() != Obstacle.CLOSED) {
                    throw e;
                }
                first = e;
            }
        }
        if (declined != null) {
            return new VersionEstablished(new Refused<>(declined.how()), Stands.BATCHES);
        }
        if (asker.speaksTls()) {
            return new VersionEstablished(new Refused<>(CLOSED_ON_US), Stands.BATCHES);
        }
        throw first != null ? first : new NoAnswer(Obstacle.CLOSED, asker.peer() + " " + CLOSED_ON_US);
    }

    private Answer<TlsVersion> judge(ServerHello hello) {
        return hello.version() == version.code()
                ? new Accepted<>(version)
                : new Refused<>("answered with " + hello.versionText());
    }
}
