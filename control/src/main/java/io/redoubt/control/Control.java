package io.redoubt.control;

import java.util.List;

/// One statement of the policy that can be held against reality. It reads reality through what its constructor was
/// given; judging is a pure function of the control, its policy and the reading.
///
/// Thread-safe: different subjects are read side by side.
///
/// @param <S> what it sees of a subject
public interface Control<S> {

    Row row();

    /// What the policy declares that this control is about; empty where it declares nothing of the kind.
    List<Subject> subjects();

    /// Looks. May block, and is interrupted when its time is over; what it returns later is thrown away.
    ///
    /// @throws CannotLookException when reality could not be seen: the verdict is Unknown
    Reading<S> read(Subject subject) throws CannotLookException, InterruptedException;

    /// Judges what was seen. Pure: no clock, no I/O, no randomness.
    Verdict judge(Reading<S> reading);

    /// The machine that bears the load of looking, so that no machine is asked too much at once: a host name, or the
    /// subject itself where there is none.
    default String host(Subject subject) {
        String host = subject.uri().getHost();
        return host == null ? subject.toString() : host;
    }
}
