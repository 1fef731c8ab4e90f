package io.redoubt.edge;

import io.redoubt.policy.Address;

/// Who is turned away: asked at each connection before its first byte is read, and at each request before its body.
/// Asked on the event loop: it answers from memory. What the snapshot denies is denied besides.
public interface Denials {

    Denials NONE = client -> false;

    boolean denies(Address client);
}
