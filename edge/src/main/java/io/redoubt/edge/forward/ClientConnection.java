package io.redoubt.edge.forward;

import io.redoubt.edge.limit.Client;
import io.redoubt.policy.Address;
import org.jspecify.annotations.Nullable;

/// Whom a connection comes from.
///
/// @param peer       the client itself, as PROXY protocol tells where that is spoken
/// @param account    what it has used
/// @param serverName the name that it asked for in TLS, in small letters
public record ClientConnection(
        Address peer,
        Client account,
        LoopState loop,
        @Nullable String serverName) {}
