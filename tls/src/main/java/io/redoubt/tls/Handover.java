package io.redoubt.tls;

import java.util.Optional;

/// How a new certificate gets to whoever shows it to clients, and whether they then see it.
@FunctionalInterface
public interface Handover {

    /// Where nothing shows certificates yet: whoever begins to takes the newest.
    Handover NOBODY = (_, _) -> Optional.empty();

    /// Installs a certificate, and looks at a live handshake; or puts back what was there.
    ///
    /// @param before what is shown now, if anything
    /// @return what a client sees instead, when it is not the new one; then the one before is shown again
    Optional<String> take(HeldCertificate candidate, Optional<HeldCertificate> before) throws InterruptedException;
}
