package io.redoubt.server;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.NginxServer;
import java.net.InetSocketAddress;
import java.time.Instant;

/// TLS before the control plane, as the edge has it: cookies that are `Secure` need it.
final class TlsFront implements AutoCloseable {

    private final CertificateForge forge;
    private final NginxServer nginx;

    TlsFront(InetSocketAddress plane, String host) {
        forge = CertificateForge.at(Instant.now());
        IssuedCertificate certificate = forge.issue(forge.recipe().named(host));
        nginx = NginxServer.start("""
                server {
                  listen <https> ssl;
                  ssl_certificate %s;
                  ssl_certificate_key %s;
                  location / {
                    proxy_pass http://127.0.0.1:%d;
                    proxy_set_header Host $http_host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                  }
                }
                """.formatted(certificate.chainFile(), certificate.keyFile(), plane.getPort()));
    }

    int port() {
        return nginx.port("https");
    }

    @Override
    public void close() {
        nginx.close();
        forge.close();
    }
}
