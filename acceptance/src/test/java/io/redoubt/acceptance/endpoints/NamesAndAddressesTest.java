package io.redoubt.acceptance.endpoints;

import static io.redoubt.acceptance.endpoints.Redoubt.endpoint;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.NginxServer;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several names on one address, and one name on several addresses. Where the names lead is in the file `hosts`.
class NamesAndAddressesTest {

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private final Redoubt redoubt = Redoubt.trusting(forge);

    @AfterEach
    void close() {
        forge.close();
    }

    @Test
    void each_name_on_one_address_has_its_own_certificate() {
        IssuedCertificate shop = forge.issue(forge.recipe().named("shop.test"));
        IssuedCertificate old = forge.issue(forge.recipe().named("other.test"));
        try (NginxServer nginx =
                NginxServer.start(Site.good(shop).named("shop.test").text()
                        + Site.good(old)
                                .named("old.test")
                                .without("add_header Strict-Transport-Security")
                                .inTls())) {
            int plain = nginx.port("http");
            redoubt.endpoints(
                            endpoint("https://shop.test:" + nginx.port("https"), plain),
                            endpoint("https://old.test:" + nginx.port("https"), plain))
                    .assertExactly(1, """
                            https://old.test:PORT tls.certificate FAIL high: certificate is for another name | certbot --nginx -d old.test
                            https://old.test:PORT tls.hsts FAIL medium: no Strict-Transport-Security | nginx: add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;""");
        }
    }

    @Test
    void ipv6_literal_is_asked_at_its_address() {
        Site site = Site.good(forge.issue(forge.recipe())).with("listen <https6> ssl;");
        try (NginxServer nginx = NginxServer.start(site.inTls())) {
            redoubt.endpoints(endpoint("https://[::1]:" + nginx.port("https6"))).assertExactly(0, """
                    tls.http-redirect NOT_APPLICABLE no port for plain HTTP is known
                    tls.hsts NOT_APPLICABLE an address can't have HSTS (RFC 6797, 8.1.1)""");
        }
    }

    @Test
    void address_of_a_name_that_refuses_connections_is_not_judged() {
        Site site = Site.good(forge.issue(forge.recipe().named("both.test")));
        try (NginxServer nginx = NginxServer.start(site.inTls())) {
            redoubt.endpoints(endpoint("https://both.test:" + nginx.port("https")))
                    .assertExactly(0, """
                    tls.http-redirect NOT_APPLICABLE no port for plain HTTP is known; [0:0:0:0:0:0:0:1]:PORT refuses connections""");
        }
    }

    @Test
    void name_without_an_address_is_unknown() {
        redoubt.endpoints(endpoint("https://nowhere.test:8443"))
                .assertExactly(3, Found.everythingUnknown("nowhere.test has no address"));
    }
}
