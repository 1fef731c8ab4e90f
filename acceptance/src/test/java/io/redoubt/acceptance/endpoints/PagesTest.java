package io.redoubt.acceptance.endpoints;

import io.redoubt.testkit.CertificateForge;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a site says inside TLS, and in the clear.
class PagesTest {

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private final Redoubt redoubt = Redoubt.trusting(forge);
    private final Site good = Site.good(forge.issue(forge.recipe()));

    @AfterEach
    void close() {
        forge.close();
    }

    @Test
    void no_hsts_is_told_what_to_send() {
        redoubt.check(good.without("add_header Strict-Transport-Security")).assertExactly(1, """
                tls.hsts FAIL medium: no Strict-Transport-Security | nginx: add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;""");
    }

    @Test
    void hsts_of_a_day_is_too_short() {
        redoubt.check(good.with("add_header Strict-Transport-Security \"max-age=86400; includeSubDomains\" always;"))
                .assertExactly(1, """
                        tls.hsts FAIL medium: HSTS holds for only one day | nginx: add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;""");
    }

    @Test
    void hsts_without_subdomains_leaves_them_out() {
        redoubt.check(good.with("add_header Strict-Transport-Security max-age=31536000 always;"))
                .assertExactly(1, """
                        tls.hsts FAIL low: HSTS leaves subdomains out | nginx: add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;""");
    }

    @Test
    void content_in_the_clear_is_no_redirect() {
        redoubt.check(good.plainly("location / { return 200 hello; }")).assertExactly(1, """
                tls.http-redirect FAIL high: plain HTTP is answered with content | nginx: return 301 https://$host$request_uri; in the server block of the plain port""");
    }

    @Test
    void redirect_to_another_host_is_found() {
        redoubt.check(good.plainly("return 301 https://other.test/;")).assertExactly(1, """
                tls.http-redirect FAIL low: plain HTTP is redirected to another host | nginx: return 301 https://$host$request_uri; in the server block of the plain port""");
    }

    @Test
    void redirect_to_another_port_is_found() {
        redoubt.check(good.plainly("return 301 https://$host:8443/;")).assertExactly(1, """
                tls.http-redirect FAIL low: plain HTTP is redirected to another port | nginx: return 301 https://$host$request_uri; in the server block of the plain port""");
    }

    @Test
    void redirect_that_stays_in_the_clear_is_none() {
        redoubt.check(good.plainly("return 301 http://$host<:http>/start;")).assertExactly(1, """
                tls.http-redirect FAIL medium: plain HTTP is redirected to plain HTTP | nginx: return 301 https://$host$request_uri; in the server block of the plain port""");
    }

    @Test
    void redirect_in_a_circle_is_found() {
        redoubt.check(good.with("location / { return 301 http://$host<:http>/; }"))
                .assertExactly(1, """
                tls.http-redirect FAIL high: HTTPS is redirected back to plain HTTP | let / answer inside TLS; behind a proxy, have the application heed X-Forwarded-Proto
                tls.security-headers NOT_APPLICABLE / is a redirect (301), there is no page to judge""");
    }

    @Test
    void cookie_without_secure_is_found() {
        redoubt.check(good.with("add_header Set-Cookie \"id=1; Path=/; HttpOnly; SameSite=Lax\" always;"))
                .assertExactly(1, """
                        tls.cookies FAIL medium: cookie without Secure | nginx: proxy_cookie_flags ~ secure httponly samesite=lax;""");
    }

    @Test
    void cookie_within_reach_of_scripts_and_other_sites_is_found() {
        redoubt.check(good.with("add_header Set-Cookie \"id=1; Path=/; Secure\" always;"))
                .assertExactly(1, """
                        tls.cookies FAIL low: cookie without HttpOnly | nginx: proxy_cookie_flags ~ secure httponly samesite=lax;
                        tls.cookies FAIL low: cookie without SameSite | nginx: proxy_cookie_flags ~ secure httponly samesite=lax;""");
    }

    @Test
    void no_cookie_is_nothing_to_judge() {
        redoubt.check(good.without("add_header Set-Cookie")).assertExactly(0, """
                tls.cookies NOT_APPLICABLE none set on /""");
    }

    @Test
    void headers_that_are_missing_are_each_named() {
        redoubt.check(good.with("server_tokens on;")
                        .without("add_header Content-Security-Policy")
                        .without("add_header X-Content-Type-Options")
                        .without("add_header Referrer-Policy"))
                .assertExactly(1, """
                        tls.security-headers FAIL medium: no Content-Security-Policy | nginx: add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'none'" always;
                        tls.security-headers FAIL medium: any site may frame the page | nginx: add_header X-Frame-Options "DENY" always;
                        tls.security-headers FAIL low: server tells its version | nginx: server_tokens off;
                        tls.security-headers FAIL low: no Referrer-Policy | nginx: add_header Referrer-Policy "strict-origin-when-cross-origin" always;
                        tls.security-headers FAIL low: browsers may guess content types | nginx: add_header X-Content-Type-Options "nosniff" always;""");
    }
}
