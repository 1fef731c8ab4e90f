package io.redoubt.tls;

/// How a new certificate gets to whoever shows it to clients, and whether they then see it.
@FunctionalInterface
public interface Handover {

    /// Where nothing shows certificates yet: whoever begins to takes the newest.
    Handover NOBODY = _ -> new Sight.Shown();

    /// What a client sees.
    sealed interface Sight {

        /// The new certificate.
        record Shown() implements Sight {}

        /// Something else, so that the new one is no good; what was shown before is shown again.
        record Other(String what) implements Sight {}

        /// Nobody could look, which says nothing of the certificate: it is tried again.
        record Unseen(String why) implements Sight {}
    }

    /// Installs a certificate, and looks at a live handshake; or puts back what was there.
    Sight take(HeldCertificate candidate) throws InterruptedException;
}
