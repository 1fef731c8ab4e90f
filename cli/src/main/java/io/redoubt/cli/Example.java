package io.redoubt.cli;

/// The policy that `up` runs with where there is none: a small shop on this machine, and nothing that reaches beyond
/// it.
final class Example {

    static final String SERVICE = "example";

    private Example() {}

    /// @param https where the edge listens
    /// @param http  where it redirects from
    /// @param shop  where the shop answers
    static String policy(int https, int http, int shop) {
        return """
                # What `redoubt up` runs where it finds no policy. It is written anew each time: copy it and make it yours.
                redoubt: 1
                service: example

                tls:
                  mode: enforce
                  certificates:                  # `redoubt cert root` prints what a browser has to trust
                    - { names: [localhost, console.localhost], from: internal }

                authorization:
                  resources: { shop: [view, manage], billing: [view, manage] }

                edge:
                  listen: { on: loopback, https: %1$d, http: %2$d }
                  routes:
                    - { host: localhost, path: /, to: shop, access: anyone }
                    - { host: localhost, path: /admin, to: shop, access: { permission: "shop:manage" } }
                    - { host: localhost, path: /billing, to: shop, access: { permission: "billing:view" } }
                  upstreams: { shop: { servers: ["http://127.0.0.1:%3$d"] } }

                network:
                  zones:
                    internet: everything-else
                    here: { addresses: [127.0.0.0/8, "::1/128"] }
                  allow: []

                console: { host: console.localhost, from: here }
                """.formatted(https, http, shop);
    }
}
