package io.redoubt.edge.loop;

/// Something that may take too long. Looked at a few times a second, so that no request costs a timer.
public interface Watched {

    /// @param now nanoseconds of `System.nanoTime`
    void look(long now);
}
