package io.redoubt.tls;

import io.redoubt.control.Control;
import io.redoubt.tls.EndpointControl.Endpoints;
import io.redoubt.tls.certificate.PathValidation;
import io.redoubt.tls.certificate.RevocationCheck;
import java.util.List;
import java.util.function.Supplier;

/// The table of this section's controls.
final class TlsControls {

    private TlsControls() {}

    static List<Control<?>> of(
            TlsPolicy policy,
            PathValidation paths,
            RevocationCheck revocations,
            Supplier<List<CertificateStanding>> standings,
            Endpoints endpoints) {
        return List.of(
                new MinimumVersionControl(policy.minimum(), endpoints),
                new CipherSuitesControl(endpoints),
                new KeyExchangeControl(endpoints),
                new CertificateControl(paths, revocations, endpoints),
                new RenewalControl(policy.renewBefore(), standings, endpoints),
                new HttpRedirectControl(endpoints),
                new HstsControl(endpoints),
                new SecurityHeadersControl(endpoints),
                new CookiesControl(endpoints),
                new PrivateKeyPermissionsControl(PrivateKeys.of(policy), endpoints.clock()));
    }
}
