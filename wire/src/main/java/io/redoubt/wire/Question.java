package io.redoubt.wire;

import java.time.Duration;

/// One question to a peer, on a connection of its own.
@FunctionalInterface
interface Question<T> {

    /// A peer that lives answers sooner; what is left is for the questions after it.
    Duration PATIENCE = Duration.ofSeconds(5);

    Answer<T> ask() throws NoAnswer, InterruptedException;

    static <T> Answer<T> put(Question<T> question) throws InterruptedException {
        try {
            return question.ask();
        } catch (NoAnswer e) {
            // An interrupt closes the channel, which looks like an obstacle to whoever was reading.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return e.toAnswer();
        }
    }
}
