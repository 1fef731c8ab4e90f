package io.redoubt.assembly;

import io.redoubt.policy.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/// Which versions of IP this machine has.
final class IpVersions {

    /// One line for each address of IPv6; the file is missing or empty where that is turned off.
    private static final Path V6 = Path.of("/proc/net/if_inet6");

    private IpVersions() {}

    static Set<Address.Family> ofThisMachine() {
        Set<Address.Family> versions = EnumSet.of(Address.Family.V4);
        try {
            if (!Files.readString(V6).isBlank()) {
                versions.add(Address.Family.V6);
            }
        } catch (IOException _) {
            // Not there: there is none.
        }
        return versions;
    }
}
