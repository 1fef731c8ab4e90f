package io.redoubt.tls;

/// Lets authorities see what this node answers them.
@FunctionalInterface
public interface Announcer {

    /// What is laid out is answered from that moment on, as by [Certificates#answerHttp].
    Announcer AT_ONCE = () -> true;

    /// Returns when [Certificates#challenges()] is answered as it is now. An interruption is kept for the caller.
    ///
    /// @return whether it is
    boolean announce();
}
