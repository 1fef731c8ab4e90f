package io.redoubt.assembly;

import io.redoubt.control.ControlId;
import java.util.List;
import java.util.stream.Stream;

/// The control ids that are public, whether this release can assess them or not. A policy may name any of them, so that
/// it need not change when a control arrives; what can't be assessed yet is said in every report.
public final class Announced {

    /// In the order of the hardening guide's sections. Ids are only ever added.
    private static final List<ControlId> IDS = Stream.of(
                    "network.firewall-equals-policy",
                    "network.never",
                    "network.matrix",
                    "network.unknown-listeners",
                    "network.egress-default-deny",
                    "network.ssh",
                    "network.unused-rules",
                    "network.enforced",
                    "secrets.age",
                    "secrets.in-code",
                    "secrets.store-sealed",
                    "tls.minimum-version",
                    "tls.cipher-suites",
                    "tls.key-exchange",
                    "tls.certificate",
                    "tls.renewal",
                    "tls.http-redirect",
                    "tls.hsts",
                    "tls.security-headers",
                    "tls.cookies",
                    "tls.private-key-permissions",
                    "tls.enforced",
                    "authentication.multi-factor",
                    "authentication.session-limits",
                    "authentication.token-limits",
                    "authentication.refresh-rotation",
                    "authorization.least-privilege",
                    "authorization.reviews",
                    "authorization.unused-permissions",
                    "data.database-encrypted-in-transit",
                    "data.root-key-apart",
                    "data.at-rest",
                    "data.backup-fresh",
                    "data.restore-proven",
                    "scanning.source",
                    "scanning.running",
                    "scanning.dependencies",
                    "scanning.deadlines",
                    "scanning.advisories-fresh",
                    "incidents.enforcement",
                    "incidents.drill",
                    "ledger.intact",
                    "policy.converged",
                    "host.time-synchronised")
            .map(ControlId::new)
            .toList();

    private Announced() {}

    public static List<ControlId> ids() {
        return IDS;
    }

    /// The sections that have controls.
    public static List<String> sections() {
        return IDS.stream().map(ControlId::section).distinct().toList();
    }
}
