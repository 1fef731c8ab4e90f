package io.redoubt.tls;

import io.redoubt.control.ControlId;
import io.redoubt.tls.endpoint.Product;

/// What to write into the configuration of what answers: the table of all mends of this section. `{host}` stands for
/// the endpoint's host.
enum Mend {
    ONLY_TLS_1_3(
            "allow only TLS 1.3",
            "ssl_protocols TLSv1.3;",
            "SSLProtocol -all +TLSv1.3",
            "tls { protocols tls1.3 }, each on a line of its own",
            "ssl-default-bind-options ssl-min-ver TLSv1.3",
            "-Djdk.tls.server.protocols=TLSv1.3 (Spring Boot: server.ssl.enabled-protocols=TLSv1.3)"),
    ONLY_TLS_1_2_AND_1_3(
            "allow only TLS 1.2 and 1.3",
            "ssl_protocols TLSv1.2 TLSv1.3;",
            "SSLProtocol -all +TLSv1.2 +TLSv1.3",
            "tls { protocols tls1.2 }, each on a line of its own",
            "ssl-default-bind-options ssl-min-ver TLSv1.2",
            "-Djdk.tls.server.protocols=TLSv1.2,TLSv1.3 (Spring Boot: server.ssl.enabled-protocols=TLSv1.2,TLSv1.3)"),
    SOUND_SUITES(
            "under TLS 1.2 accept only ECDHE with AES-GCM or ChaCha20-Poly1305",
            "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;",
            "SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20",
            "remove `ciphers` from the site's tls block: the defaults are sound",
            "ssl-default-bind-ciphers ECDHE+AESGCM:ECDHE+CHACHA20",
            "java.security, jdk.tls.disabledAlgorithms: add NULL, anon, EXPORT, RC4, DES, 3DES_EDE_CBC and the suites named"
                    + " (Spring Boot: server.ssl.ciphers)"),
    SOUND_GROUPS(
            "agree keys only by X25519, P-256 or P-384",
            "ssl_ecdh_curve X25519:prime256v1:secp384r1; ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;",
            "SSLOpenSSLConfCmd Groups X25519:P-256:P-384 and SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20",
            "remove `curves` and `ciphers` from the site's tls block: the defaults are sound",
            "ssl-default-bind-curves X25519:P-256:P-384 and ssl-default-bind-ciphers ECDHE+AESGCM:ECDHE+CHACHA20",
            "-Djdk.tls.namedGroups=x25519,secp256r1,secp384r1 -Djdk.tls.ephemeralDHKeySize=2048"),
    HYBRID_GROUP(
            "offer X25519MLKEM768 under TLS 1.3 (OpenSSL 3.5 or newer)",
            "ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1; (OpenSSL 3.5 or newer)",
            "SSLOpenSSLConfCmd Groups X25519MLKEM768:X25519:P-256 (OpenSSL 3.5 or newer)",
            "upgrade to Caddy 2.10 or newer, and leave `curves` out of the site's tls block",
            "ssl-default-bind-curves X25519MLKEM768:X25519:P-256 (OpenSSL 3.5 or newer)",
            "JDK 27 or newer offers it (JEP 527); before that, end TLS at a proxy that does"),
    RENEW(
            "certbot renew --cert-name {host}",
            "certbot renew --cert-name {host}",
            "certbot renew --cert-name {host}",
            "it renews by itself; why it did not: journalctl -u caddy",
            "certbot renew --cert-name {host}, then its PEM to what `crt` names",
            "certbot renew --cert-name {host}, then its PEM into the key store"),
    WHOLE_CHAIN(
            "send the leaf first, then each intermediate in order, without the root",
            "ssl_certificate /etc/letsencrypt/live/{host}/fullchain.pem;",
            "SSLCertificateFile /etc/letsencrypt/live/{host}/fullchain.pem",
            "tls FULLCHAIN.pem KEY.pem: leaf first, then each intermediate in order",
            "the PEM that `crt` names: leaf, then each intermediate in order, then the key",
            "key store: keytool -importcert -trustcacerts -alias {host} -file fullchain.pem"),
    CERTIFICATE_FOR_NAME(
            "get a certificate for {host}: certbot certonly -d {host}",
            "certbot --nginx -d {host}",
            "certbot --apache -d {host}",
            "name the site {host}: its certificate then comes by itself",
            "certbot certonly -d {host}, then its PEM to what `crt` names",
            "certbot certonly -d {host}, then its PEM into the key store"),
    STRONGER_CERTIFICATE(
            "certbot renew --cert-name {host} --key-type ecdsa --force-renewal",
            "certbot renew --cert-name {host} --key-type ecdsa --force-renewal",
            "certbot renew --cert-name {host} --key-type ecdsa --force-renewal",
            "tls { key_type p256 }, each on a line of its own, then let it renew",
            "certbot renew --cert-name {host} --key-type ecdsa --force-renewal, then its PEM to what `crt` names",
            "certbot renew --cert-name {host} --key-type ecdsa --force-renewal, then its PEM into the key store"),
    STAPLE(
            "staple OCSP responses, or get a certificate without the extension TLS feature",
            "ssl_stapling on; ssl_trusted_certificate /etc/letsencrypt/live/{host}/chain.pem;",
            "SSLUseStapling on, and outside the virtual host SSLStaplingCache shmcb:stapling(65536)",
            "it staples by itself where the authority has a responder: journalctl -u caddy",
            "ocsp-update on, in the crt-list",
            "-Djdk.tls.server.enableStatusRequestExtension=true"),
    REDIRECT(
            "answer every plain request with 301 to https://{host}",
            "return 301 https://$host$request_uri; in the server block of the plain port",
            "Redirect permanent / https://{host}/ in the virtual host of the plain port",
            "remove `auto_https disable_redirects`: it redirects by itself",
            "http-request redirect scheme https code 301 unless { ssl_fc }",
            "Spring Security: http.redirectToHttps(withDefaults())"),
    NO_VERSION(
            "let the header Server name no version",
            "server_tokens off;",
            "ServerTokens Prod",
            "header -Server",
            "http-response del-header Server",
            "Jetty: HttpConfiguration.setSendServerVersion(false)"),
    COOKIE_ATTRIBUTES(
            "Set-Cookie: NAME=…; Secure; HttpOnly; SameSite=Lax, where the application sets it",
            "proxy_cookie_flags ~ secure httponly samesite=lax;",
            "Header always edit Set-Cookie ^(.*)$ \"$1; Secure; HttpOnly; SameSite=Lax\"",
            "Set-Cookie: NAME=…; Secure; HttpOnly; SameSite=Lax, where the application sets it",
            "http-response replace-header Set-Cookie (.*) \"\\1; Secure; HttpOnly; SameSite=Lax\"",
            "Spring Boot: server.servlet.session.cookie.secure=true, .http-only=true, .same-site=lax");

    private final String general;
    private final String nginx;
    private final String apache;
    private final String caddy;
    private final String haproxy;
    private final String jvm;

    Mend(String general, String nginx, String apache, String caddy, String haproxy, String jvm) {
        this.general = general;
        this.nginx = nginx;
        this.apache = apache;
        this.caddy = caddy;
        this.haproxy = haproxy;
        this.jvm = jvm;
    }

    String text(Product product, String host) {
        String text = switch (product) {
            case NGINX -> named("nginx", nginx);
            case APACHE -> named("Apache", apache);
            case CADDY -> named("Caddy", caddy);
            case HAPROXY -> named("HAProxy", haproxy);
            case JVM -> named("JVM", jvm);
            case UNKNOWN ->
                general.equals(nginx) || nginx.startsWith("certbot") ? general : general + "\nnginx: " + nginx;
        };
        return text.replace("{host}", host);
    }

    /// The same response header is set in as many ways as there are products.
    static String header(String name, String value, Product product) {
        return switch (product) {
            case NGINX -> "nginx: add_header %s \"%s\" always;".formatted(name, value);
            case APACHE -> "Apache: Header always set %s \"%s\"".formatted(name, value);
            case CADDY -> "Caddy: header %s \"%s\"".formatted(name, value);
            case HAPROXY -> "HAProxy: http-response set-header %s \"%s\"".formatted(name, value);
            case JVM -> "the application answers with %s: %s".formatted(name, value);
            case UNKNOWN ->
                "answer with %s: %s\nnginx: add_header %s \"%s\" always;".formatted(name, value, name, value);
        };
    }

    static String orWaive(String mend, ControlId control) {
        return mend + "\nnot yet? redoubt waive " + control;
    }

    /// A command needs no name before it.
    private static String named(String product, String line) {
        return line.startsWith("certbot") ? line : product + ": " + line;
    }
}
