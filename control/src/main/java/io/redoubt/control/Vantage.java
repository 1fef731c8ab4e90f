package io.redoubt.control;

import java.util.Locale;

/// From where reality is looked at. A verdict from one vantage never replaces one from another.
public enum Vantage {
    /// Over the network, as a client sees it.
    WIRE,
    /// On the machine itself.
    HOST,
    /// In the source code.
    SOURCE,
    /// In Redoubt's own store.
    STORE;

    /// As it is written in output: `wire`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
