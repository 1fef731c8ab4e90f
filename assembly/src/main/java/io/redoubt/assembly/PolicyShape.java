package io.redoubt.assembly;

import io.redoubt.access.AuthorizationPolicy;
import io.redoubt.compliance.CompliancePolicy;
import io.redoubt.data.DataPolicy;
import io.redoubt.edge.ConsolePolicy;
import io.redoubt.edge.EdgePolicy;
import io.redoubt.identity.AuthenticationPolicy;
import io.redoubt.incident.IncidentsPolicy;
import io.redoubt.network.NetworkPolicy;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import io.redoubt.policy.Values;
import io.redoubt.scan.ScanningPolicy;
import io.redoubt.secrets.SecretsPolicy;
import io.redoubt.tls.TlsPolicy;
import java.util.List;
import java.util.Map;

/// The whole policy file: its head, and the sections that are declared.
final class PolicyShape {

    static final Key<Integer> FORMAT = Key.required(
            "redoubt",
            ScalarType.words("a format that this release reads", Map.of("1", 1)),
            "the format, and the defaults of that release: `1`");
    static final Key<String> SERVICE = Key.required("service", Texts.NAME, "what the service is called");
    /// Absent is `embedded`, so that the digest of a policy that says nothing of it stays what it was.
    static final Key<StorePolicy> STORE = Key.optional(
            "store",
            StorePolicy.TYPE,
            "where Redoubt keeps what it must not forget; without it, in the data directory");
    static final Key<NetworkPolicy> NETWORK =
            Key.optional("network", NetworkPolicy.SHAPE, "which zones there are and what may speak with what");
    static final Key<SecretsPolicy> SECRETS =
            Key.optional("secrets", SecretsPolicy.SHAPE, "where secrets are kept and how old they may become");
    static final Key<TlsPolicy> TLS = Key.optional("tls", TlsPolicy.SHAPE, "how traffic is encrypted");
    static final Key<AuthenticationPolicy> AUTHENTICATION =
            Key.optional("authentication", AuthenticationPolicy.SHAPE, "how people sign in");
    static final Key<AuthorizationPolicy> AUTHORIZATION =
            Key.optional("authorization", AuthorizationPolicy.SHAPE, "who may do what");
    static final Key<DataPolicy> DATA =
            Key.optional("data", DataPolicy.SHAPE, "databases, encryption at rest and backups");
    static final Key<ScanningPolicy> SCANNING =
            Key.optional("scanning", ScanningPolicy.SHAPE, "what is scanned for weaknesses");
    static final Key<CompliancePolicy> COMPLIANCE =
            Key.optional("compliance", CompliancePolicy.TYPE, "the frameworks that there has to be evidence for");
    static final Key<IncidentsPolicy> INCIDENTS =
            Key.optional("incidents", IncidentsPolicy.SHAPE, "what is done when something breaks");
    static final Key<EdgePolicy> EDGE =
            Key.optional("edge", EdgePolicy.SHAPE, "what comes in and where it goes; without it your own proxy stays");
    static final Key<ConsolePolicy> CONSOLE =
            Key.optional("console", ConsolePolicy.SHAPE, "where Redoubt's own pages are");
    static final Key<Checks> CHECKS = Key.of("checks", Checks.SHAPE, "{}", "how often reality is looked at");
    static final Key<LedgerPolicy> LEDGER =
            Key.optional("ledger", LedgerPolicy.SHAPE, "who vouches for Redoubt's own ledger, and how long it is kept");
    static final Key<List<WaiverEntry>> WAIVERS =
            Key.of("waivers", ListType.of(WaiverEntry.SHAPE), "[]", "deviations that someone answers for until a day");

    /// The sections that give no verdict where they are absent.
    static final List<Key<?>> SECTIONS =
            List.of(NETWORK, SECRETS, TLS, AUTHENTICATION, AUTHORIZATION, DATA, SCANNING, COMPLIANCE, INCIDENTS, EDGE);

    static final Shape<Values> SHAPE = Shape.of(
                    "a policy",
                    List.of(
                            FORMAT,
                            SERVICE,
                            STORE,
                            NETWORK,
                            SECRETS,
                            TLS,
                            AUTHENTICATION,
                            AUTHORIZATION,
                            DATA,
                            SCANNING,
                            COMPLIANCE,
                            INCIDENTS,
                            EDGE,
                            CONSOLE,
                            CHECKS,
                            LEDGER,
                            WAIVERS),
                    values -> values)
            .evenIfIncomplete();

    private PolicyShape() {}
}
