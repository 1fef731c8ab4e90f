package io.redoubt.edge;

/// What the edge needs from the rest.
public record EdgePorts(Sessions sessions, Permissions permissions, Denials denials, Challenges challenges) {

    /// An edge on its own: routes that are not for anyone answer 503.
    public static final EdgePorts ALONE =
            new EdgePorts(Sessions.UNAVAILABLE, Permissions.UNAVAILABLE, Denials.NONE, Challenges.NONE);
}
