package io.redoubt.assembly;

import io.redoubt.data.Backup;
import io.redoubt.data.BackupTarget;
import io.redoubt.data.DataPolicy;
import io.redoubt.data.Database;
import io.redoubt.identity.AuthenticationPolicy;
import io.redoubt.identity.IdentityProvider;
import io.redoubt.incident.IncidentsPolicy;
import io.redoubt.incident.Notifier;
import io.redoubt.network.NetworkPolicy;
import io.redoubt.network.Zone;
import io.redoubt.policy.Address;
import io.redoubt.policy.Confidential;
import io.redoubt.policy.HostName;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.Ports;
import io.redoubt.policy.Values;
import io.redoubt.secrets.SecretStore;
import io.redoubt.secrets.SecretsPolicy;
import io.redoubt.tls.CertificateRequest;
import io.redoubt.tls.TlsPolicy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Derives what Redoubt itself has to reach.
final class OwnFlows {

    private static final Ports HTTPS = Ports.parse("https").get();
    private static final Ports DNS = Ports.parse("dns").get();
    private static final Ports HTTP = Ports.parse("http").get();

    private final @Nullable NetworkPolicy network;
    private final String here;
    private final List<Flow> flows = new ArrayList<>();
    private boolean names;

    private OwnFlows(@Nullable NetworkPolicy network) {
        this.network = network;
        this.here = network == null ? "here" : network.loadBalancer().orElse("here");
    }

    static List<Flow> of(Values policy) {
        OwnFlows own = new OwnFlows(policy.orNull(PolicyShape.NETWORK));
        policy.find(PolicyShape.TLS)
                .ifPresent(tls ->
                        own.certificates(tls, policy.find(PolicyShape.EDGE).isPresent()));
        policy.find(PolicyShape.SECRETS).ifPresent(own::secrets);
        policy.find(PolicyShape.AUTHENTICATION).ifPresent(own::provider);
        policy.find(PolicyShape.DATA).ifPresent(own::data);
        policy.find(PolicyShape.INCIDENTS).ifPresent(own::notifiers);
        policy.find(PolicyShape.LEDGER).ifPresent(own::witnesses);
        policy.find(PolicyShape.STORE).ifPresent(own::store);
        own.names();
        return own.flows;
    }

    private void certificates(TlsPolicy tls, boolean edge) {
        boolean acme = tls.certificates().stream().anyMatch(each -> each.from() == CertificateRequest.Source.ACME);
        if (!acme) {
            return;
        }
        to(tls.acme().directory(), 443, "certificates by ACME (tls.certificates)");
        if (edge && network != null && network.rest().isPresent()) {
            flows.add(new Flow(
                    network.rest().get(),
                    here,
                    "the edge",
                    HTTP,
                    "the CA looks whether the names are yours (tls.certificates)"));
        }
    }

    private void store(StorePolicy store) {
        switch (store) {
            case StorePolicy.Own _ -> {}
            case StorePolicy.Postgresql(Confidential url, var _) -> to(url, 5432, "what Redoubt remembers (store)");
        }
    }

    private void secrets(SecretsPolicy secrets) {
        switch (secrets.store()) {
            case SecretStore.Own _ -> {}
            case SecretStore.Vault(URI url) -> to(url, 443, "the store of secrets (secrets.store)");
            case SecretStore.Aws(String region) ->
                to("secretsmanager.%s.amazonaws.com".formatted(region), HTTPS, "the store of secrets (secrets.store)");
        }
        if (!secrets.sync().isEmpty()) {
            to("api.github.com", HTTPS, "copies of secrets (secrets.sync)");
        }
    }

    private void provider(AuthenticationPolicy authentication) {
        if (authentication.provider() instanceof IdentityProvider.Oidc(URI issuer)) {
            to(issuer, 443, "the identity provider (authentication.provider)");
        }
    }

    private void data(DataPolicy data) {
        for (Database database : data.databases()) {
            to(database.url(), 5432, "database %s (data.databases)".formatted(database.name()));
        }
        for (Backup backup : data.backups()) {
            String reason = "backups of %s (data.backups)".formatted(backup.of());
            if (backup.to() instanceof BackupTarget.S3 s3) {
                s3.elsewhere()
                        .ifPresentOrElse(
                                url -> to(url, 443, reason),
                                () -> to("s3.%s.amazonaws.com".formatted(s3.region()), HTTPS, reason));
            }
        }
    }

    private void notifiers(IncidentsPolicy incidents) {
        for (Notifier notifier : incidents.notifiers()) {
            switch (notifier) {
                case Notifier.Webhook webhook -> to(webhook.url(), 443, "a webhook (incidents.notify)");
                case Notifier.Email email ->
                    to(email.through(), 465, "mail to %s (incidents.notify)".formatted(email.to()));
            }
        }
    }

    private void witnesses(LedgerPolicy ledger) {
        String reason = "checkpoints of the ledger (ledger.witness)";
        for (WitnessTarget witness : ledger.witnesses()) {
            switch (witness) {
                case WitnessTarget.File _ -> {}
                case WitnessTarget.Http(URI url) -> to(url, "http".equals(url.getScheme()) ? 80 : 443, reason);
                case WitnessTarget.Syslog(String host, int port) -> to(host, port(port), reason);
            }
        }
    }

    /// Where names are to be reached, they have to be resolved first.
    private void names() {
        if (!names) {
            return;
        }
        String resolvers = network == null
                ? ""
                : network.allow().stream()
                        .filter(allow -> allow.from().contains(here)
                                && allow.ports().stream().anyMatch(DNS::overlaps))
                        .flatMap(allow -> allow.to().stream())
                        .findFirst()
                        .or(network::rest)
                        .orElse("");
        flows.add(new Flow(here, resolvers, "the resolvers", DNS, "names of the hosts above"));
    }

    private void to(Confidential url, int usual, String reason) {
        if (url instanceof Confidential.Literal(String text)) {
            to(URI.create(text), usual, reason);
        } else {
            flows.add(new Flow(here, "", "the host in " + url.described(), port(usual), reason));
        }
    }

    private void to(URI url, int usual, String reason) {
        int standard = "smtp".equals(url.getScheme()) ? 587 : usual;
        to(url.getHost(), port(url.getPort() == -1 ? standard : url.getPort()), reason);
    }

    private void to(String host, Ports port, String reason) {
        Flow flow = new Flow(here, zone(host), host, port, reason);
        if (!flows.contains(flow)) {
            flows.add(flow);
        }
        names |= Address.parse(unbracketed(host)) instanceof Parsed.Wrong<Address>;
    }

    private static Ports port(int number) {
        return Ports.parse(number == 443 ? "https" : number + "/tcp").get();
    }

    /// The zone that holds a host: by address, by name, and else everything else.
    private String zone(String host) {
        if (network == null) {
            return "";
        }
        Parsed<Address> parsed = Address.parse(unbracketed(host));
        for (Map.Entry<String, Zone> entry : network.zones().entrySet()) {
            if (entry.getValue() instanceof Zone.Declared zone) {
                boolean holds = switch (parsed) {
                    case Parsed.Value<Address>(Address address) ->
                        zone.addresses().stream().anyMatch(block -> block.contains(address));
                    case Parsed.Wrong<Address> _ ->
                        zone.names().stream().anyMatch(name -> HostName.covers(name.text(), host));
                };
                if (holds) {
                    return entry.getKey();
                }
            }
        }
        return network.rest().orElse("");
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
