package io.redoubt.data;

import io.redoubt.control.Control;
import io.redoubt.policy.References;
import io.redoubt.wire.Resolver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The section `data`: databases, and what protects them.
public final class Data {

    private final List<Control<?>> controls;

    /// @param references where the URLs of databases are found
    /// @param timeout    for everything that is asked of one database
    public Data(
            List<Database> databases, References references, Resolver resolver, InstantSource clock, Duration timeout) {
        this.controls = DataControls.of(databases, references, new DatabaseLook(resolver, timeout), clock);
    }

    public List<Control<?>> controls() {
        return controls;
    }

    /// The controls of what Redoubt itself keeps.
    public static List<Control<?>> controlsOf(OwnStore own, InstantSource clock) {
        return DataControls.ofStore(own, clock);
    }
}
