package io.redoubt.assembly;

import io.redoubt.policy.Ports;

/// Something that Redoubt itself has to reach, derived from what is declared.
///
/// @param from   the zone that it begins in, or `here` where no zone runs the load balancer
/// @param to     the zone that it goes to; empty where nobody can tell
/// @param target the host, or where its name is to be found
/// @param reason what needs it
record Flow(String from, String to, String target, Ports port, String reason) {

    @Override
    public String toString() {
        String zone = to.isEmpty() ? "" : " in " + to;
        return "%s -> %s%s %s: %s".formatted(from, target, zone, port.text(), reason);
    }
}
