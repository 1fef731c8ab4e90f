package io.redoubt.server.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands around every page.
///
/// @param policy  the digest, shortened; null where nobody is signed in
/// @param entries in the evidence
/// @param csrf    of the session's forms, or null where there is none
public record Chrome(
        String service,
        @Nullable String node,
        @Nullable String policy,
        long entries,
        When at,
        String stylesheet,
        String icon,
        List<Place> places,
        @Nullable String csrf) {

    /// One entry of the navigation.
    ///
    /// @param current whether the page is it, or below it
    public record Place(String name, String path, boolean current) {}
}
