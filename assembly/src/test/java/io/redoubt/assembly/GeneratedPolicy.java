package io.redoubt.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A good policy that a seed decides: which sections there are, how they are written, and what they say.
final class GeneratedPolicy {

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final List<String> zones = new ArrayList<>();

    private GeneratedPolicy(long seed) {
        this.random = new Random(seed);
    }

    static String of(long seed) {
        GeneratedPolicy policy = new GeneratedPolicy(seed);
        policy.write();
        return policy.text.toString();
    }

    private void write() {
        line("redoubt: 1", "service: " + pick("shop", "billing-api", "s3", "a"));
        boolean network = random.nextBoolean();
        if (random.nextBoolean()) {
            line("store: "
                    + pick(
                            "embedded",
                            "{ postgresql: { url: { env: DB } } }",
                            "{ postgresql: { url: \"postgresql://redoubt@10.0.3.4/redoubt\", trust: /etc/db.pem } }"));
        }
        boolean authorization = random.nextBoolean();
        if (network) {
            network();
        }
        if (random.nextBoolean()) {
            secrets();
        }
        if (random.nextBoolean()) {
            tls();
        }
        if (random.nextBoolean()) {
            authentication();
        }
        if (authorization) {
            authorization();
        }
        if (random.nextBoolean()) {
            data();
        }
        if (random.nextBoolean()) {
            line("scanning:", "  fail-on: " + pick("critical", "high", "medium", "low"));
            maybe("  deadlines: { critical: %dd, high: %dd }"
                    .formatted(1 + random.nextInt(20), 21 + random.nextInt(60)));
        }
        if (random.nextBoolean()) {
            line("compliance: " + pick("[soc2]", "[gdpr, hipaa]", "", "[pci-dss, iso27001]"));
        }
        if (random.nextBoolean()) {
            line("incidents:", "  actions: " + pick("observe", "simulate", "propose", "lease", "auto"));
            line("  never-block: [" + (network ? "admin" : "192.0.2.7") + "]");
        }
        if (random.nextBoolean()) {
            edge(authorization, network);
        }
        if (random.nextBoolean()) {
            line("checks: { every: %dm, timeout: %ds }".formatted(1 + random.nextInt(90), 1 + random.nextInt(60)));
        }
        if (random.nextBoolean()) {
            line("waivers:", "  - control: " + pick("tls.hsts", "tls.cookies", "secrets.age"));
            line(
                    "    owner: " + pick("kim", "\"Kim Ø\"", "'kim: ops'"),
                    "    reason: " + pick("soon", "\"# not a comment\""));
            line("    until: 20%02d-%02d-01".formatted(20 + random.nextInt(7), 1 + random.nextInt(9)));
        }
    }

    private void network() {
        line("network:");
        maybe("  mode: " + pick("verify", "enforce"));
        line(
                "  zones:",
                "    internet: everything-else",
                "    public: { runs: load-balancer, addresses: [10.0.1.0/24] }");
        line("    admin: { addresses: " + pick("192.0.2.0/28", "[192.0.2.0/28, \"2001:db8::/48\"]") + " }");
        zones.addAll(List.of("internet", "public", "admin"));
        for (int i = 0; i < random.nextInt(6); i++) {
            zones.add("zone-" + i);
            line(
                    "    zone-%d:".formatted(i),
                    "      addresses:",
                    "        - 10.%d.%d.0/24".formatted(1 + i, random.nextInt(256)));
            maybe("      internet: by-rule");
        }
        line("  allow:", "    - { from: admin, to: public, port: ssh }");
        for (int i = 0; i < random.nextInt(20); i++) {
            line("    - { from: %s, to: [%s], port: %s }".formatted(zone(), zone(), port()));
        }
        if (random.nextBoolean()) {
            line("  never:", "    - { from: internet, to: admin, port: 65000/udp }");
        }
    }

    private void secrets() {
        line("secrets:");
        line("  store: " + pick("embedded", "{ vault: \"https://10.0.1.9:8200\" }", "{ aws: eu-central-1 }"));
        line("  max-age: %dd".formatted(60 + random.nextInt(300)));
        if (random.nextBoolean()) {
            line(
                    "  rotate:",
                    "    - path: prod/db",
                    "      every: %dd".formatted(1 + random.nextInt(60)),
                    "      rotator: postgresql");
        }
    }

    private void tls() {
        line("tls:", "  minimum: " + pick("1.3", "\"1.3\"", "'1.2'", "1.2"));
        line("  endpoints:");
        for (int i = 0; i < random.nextInt(8); i++) {
            line("    - "
                    + pick(
                                    "https://host-%d.example.com",
                                    "{ url: \"https://host-%d.example.com:8443\", plain-http: 8080 }")
                            .formatted(i));
        }
        maybe("  renew-before: %dd".formatted(1 + random.nextInt(60)));
    }

    private void authentication() {
        line("authentication:", "  session:", "    idle: %dm".formatted(1 + random.nextInt(700)));
        maybe("  provider: " + pick("redoubt", "{ oidc: https://login.example.com/realms/x }"));
        maybe("  access-token: %dm".formatted(1 + random.nextInt(60)));
        maybe("  recovery-codes: " + random.nextInt(101));
    }

    private void authorization() {
        line("authorization:", "  resources:", "    shop: [view, manage]");
        line("  roles:", "    admin: { allow: [\"*\", \"redoubt:*\"] }", "    viewer: { allow: \"*:view\" }");
        maybe("    clerk: { allow: [\"shop:*\"], except: [\"shop:manage\"] }");
        maybe("  review-every: %dd".formatted(1 + random.nextInt(365)));
    }

    private void data() {
        line(
                "data:",
                "  databases:",
                "    - name: main",
                "      url: " + pick("{ env: DB }", "postgresql://db.example.com/main", "{ secret: prod/db }"));
        if (random.nextBoolean()) {
            line("  backups:", "    - of: main", "      to: " + pick("{ file: /mnt/b }", "{ s3: acme-b }"));
            maybe("      keep: %dd".formatted(2 + random.nextInt(100)));
        }
    }

    private void edge(boolean authorization, boolean network) {
        line("edge:", "  upstreams:", "    app: { servers: [\"http://10.0.2.10:8080\"] }", "  routes:");
        line("    - { host: shop.example.com, to: app, access: anyone }");
        if (authorization) {
            line("    - { host: shop.example.com, path: /admin, to: app, access: { permission: \"shop:manage\" } }");
        }
        if (network && random.nextBoolean()) {
            line("console: { host: console.example.com, from: admin }");
        }
    }

    private String zone() {
        return zones.get(random.nextInt(zones.size()));
    }

    private String port() {
        return pick("https", "ssh", "8080/tcp", "9000-9010/tcp", "[dns, ntp]", "5000/udp");
    }

    private void maybe(String line) {
        if (random.nextBoolean()) {
            line(line);
        }
    }

    private void line(String... lines) {
        for (String line : lines) {
            text.append(line).append(random.nextInt(8) == 0 ? "   # a comment\n" : "\n");
        }
    }

    private String pick(String... options) {
        return options[random.nextInt(options.length)];
    }
}
