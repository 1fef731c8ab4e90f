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
import io.redoubt.policy.Node;
import io.redoubt.policy.Values;
import io.redoubt.scan.ScanningPolicy;
import io.redoubt.secrets.SecretsPolicy;
import io.redoubt.tls.TlsPolicy;
import java.util.List;
import java.util.Optional;

/// What the operator declared: read, complete, and without a contradiction. Immutable.
///
/// A section that is not declared is empty, and its controls give no verdict.
public final class Policy {

    private final Values values;
    private final Node.Mapping tree;
    private final Optional<String> environment;
    private final List<Flow> flows;

    Policy(Values values, Node.Mapping tree, Optional<String> environment, List<Flow> flows) {
        this.values = values;
        this.tree = tree;
        this.environment = environment;
        this.flows = List.copyOf(flows);
    }

    public String service() {
        return values.get(PolicyShape.SERVICE);
    }

    /// The overlay that was laid over it.
    public Optional<String> environment() {
        return environment;
    }

    /// Where the store is.
    public StorePolicy store() {
        return values.find(PolicyShape.STORE).orElse(StorePolicy.Own.EMBEDDED);
    }

    public Optional<NetworkPolicy> network() {
        return values.find(PolicyShape.NETWORK);
    }

    public Optional<SecretsPolicy> secrets() {
        return values.find(PolicyShape.SECRETS);
    }

    public Optional<TlsPolicy> tls() {
        return values.find(PolicyShape.TLS);
    }

    public Optional<AuthenticationPolicy> authentication() {
        return values.find(PolicyShape.AUTHENTICATION);
    }

    public Optional<AuthorizationPolicy> authorization() {
        return values.find(PolicyShape.AUTHORIZATION);
    }

    public Optional<DataPolicy> data() {
        return values.find(PolicyShape.DATA);
    }

    public Optional<ScanningPolicy> scanning() {
        return values.find(PolicyShape.SCANNING);
    }

    public Optional<CompliancePolicy> compliance() {
        return values.find(PolicyShape.COMPLIANCE);
    }

    public Optional<IncidentsPolicy> incidents() {
        return values.find(PolicyShape.INCIDENTS);
    }

    public Optional<EdgePolicy> edge() {
        return values.find(PolicyShape.EDGE);
    }

    public Optional<ConsolePolicy> console() {
        return values.find(PolicyShape.CONSOLE);
    }

    public Checks checks() {
        return values.get(PolicyShape.CHECKS);
    }

    public Optional<LedgerPolicy> ledger() {
        return values.find(PolicyShape.LEDGER);
    }

    public List<WaiverEntry> waivers() {
        return values.get(PolicyShape.WAIVERS);
    }

    /// What Redoubt itself has to reach, and why.
    public List<Flow> flows() {
        return flows;
    }

    /// The sections whose controls give no verdict, in the order of the file.
    public List<String> notDeclared() {
        return PolicyShape.SECTIONS.stream()
                .filter(section -> values.orNull(section) == null)
                .map(Key::name)
                .toList();
    }

    /// SHA-256, in hexadecimal, of what was declared and of every default: two nodes with the same digest hold the same
    /// policy. References count as they are written, so that no value of theirs is in it.
    public String digest() {
        return PolicyDigest.of(tree);
    }

    /// The effective policy as YAML, each value with the place it comes from: a policy itself.
    public String show() {
        return PolicyPage.of(this);
    }

    Node.Mapping tree() {
        return tree;
    }
}
