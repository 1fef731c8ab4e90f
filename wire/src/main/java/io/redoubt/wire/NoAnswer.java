package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Undetermined;
import java.io.IOException;

/// Why one question got no answer. It becomes an [Undetermined] where the question was put.
///
/// An [IOException], so that it passes through a TLS library from the stream below it.
final class NoAnswer extends IOException {

    private static final long serialVersionUID = 1L;

    private final Obstacle obstacle;
    private final String why;

    NoAnswer(Obstacle obstacle, String why) {
        super(why);
        this.obstacle = obstacle;
        this.why = why;
    }

    static NoAnswer notTheProtocol(String why) {
        return new NoAnswer(Obstacle.NOT_THE_PROTOCOL, why);
    }

    Obstacle obstacle() {
        return obstacle;
    }

    <T> Answer<T> toAnswer() {
        return new Undetermined<>(obstacle, why);
    }

    /// Connections end here without a stack to show: probes of dead peers make many.
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
