package io.redoubt.policy;

/// Ports of one protocol, both ends included.
public record PortRange(Protocol protocol, int first, int last) {

    /// What has ports.
    public enum Protocol {
        TCP,
        UDP
    }

    public PortRange {
        if (first < 1 || last > 65_535 || first > last) {
            throw new IllegalArgumentException("no ports: " + first + " to " + last);
        }
    }

    public boolean overlaps(PortRange other) {
        return protocol == other.protocol && first <= other.last && other.first <= last;
    }

    /// `443/tcp`, `8000-8010/tcp`
    @Override
    public String toString() {
        return (first == last ? "" + first : first + "-" + last) + (protocol == Protocol.TCP ? "/tcp" : "/udp");
    }
}
