package io.redoubt.edge.forward;

import io.redoubt.edge.limit.Client;
import io.redoubt.edge.message.Refusal;
import io.redoubt.policy.Address;
import io.redoubt.policy.Mode;
import org.jspecify.annotations.Nullable;

/// Whether a connection may come in, before its first byte is read.
public final class Admission {

    private Admission() {}

    /// Counts the connection for its client.
    ///
    /// @return why it is turned away, or null; in the mode `verify` that is only counted
    public static @Nullable Refusal refusal(EdgeState edge, Live live, Address peer, Client account) {
        boolean within = account.connect(live.limits().connectionsPerClient());
        Refusal refusal = null;
        if (live.denials().contains(peer) || edge.ports().denials().denies(peer)) {
            refusal = Refusal.ADDRESS_DENIED;
        } else if (!within) {
            refusal = Refusal.CLIENT_CONNECTIONS;
        }
        if (refusal != null && live.snapshot().mode() == Mode.VERIFY) {
            edge.metrics().wouldRefuse(refusal);
            return null;
        }
        return refusal;
    }
}
