package io.redoubt.acceptance.endpoints;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.PostgresServer;
import io.redoubt.testkit.PostgresServer.Setup;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabasesTest {

    private static final String HOST = "host all all 127.0.0.1/32 scram-sha-256";
    private static final String HOSTSSL = "hostssl all all 127.0.0.1/32 scram-sha-256";

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private final IssuedCertificate certificate = forge.issue(forge.recipe());
    private final Redoubt redoubt = Redoubt.trusting(forge);

    @AfterEach
    void close() {
        forge.close();
    }

    @Test
    void hostssl_alone_passes() {
        check(Setup.tls(HOSTSSL, certificate)).assertExactly(0, "");
    }

    @Test
    void plain_text_beside_tls_is_found() {
        check(Setup.tls(HOST, certificate)).assertExactly(1, """
                data.database-encrypted-in-transit FAIL high: the database accepts plain text | pg_hba.conf: hostssl in place of host; then SELECT pg_reload_conf()""");
    }

    @Test
    void database_without_tls_is_told_both() {
        check(Setup.plain(HOST)).assertExactly(1, """
                data.database-encrypted-in-transit FAIL high: the database offers no TLS | postgresql.conf: ssl = on, ssl_cert_file and ssl_key_file set; then SELECT pg_reload_conf()
                data.database-encrypted-in-transit FAIL high: the database accepts plain text | pg_hba.conf: hostssl in place of host; then SELECT pg_reload_conf()""");
    }

    @Test
    void old_versions_of_a_database_are_found() {
        check(Setup.tls(HOSTSSL, certificate)
                        .with("ssl_min_protocol_version = 'TLSv1'")
                        .with("ssl_ciphers = 'ALL:@SECLEVEL=0'"))
                .assertExactly(1, """
                        data.database-encrypted-in-transit FAIL medium: TLS 1.0 is accepted | postgresql.conf: ssl_min_protocol_version = 'TLSv1.2'; then SELECT pg_reload_conf()
                        data.database-encrypted-in-transit FAIL medium: TLS 1.1 is accepted | postgresql.conf: ssl_min_protocol_version = 'TLSv1.2'; then SELECT pg_reload_conf()""");
    }

    @Test
    void database_that_lets_nobody_in_from_here_is_unknown() {
        check(Setup.tls("hostssl all all 192.0.2.1/32 scram-sha-256", certificate))
                .assertExactly(3, """
                data.database-encrypted-in-transit UNKNOWN refused with and without TLS (28000 'no pg_hba.conf entry for host "127.0.0.1", user "postgres", database "postgres", no encryption'): nothing is known about others""");
    }

    private Found check(Setup setup) {
        try (PostgresServer server = PostgresServer.start(setup)) {
            return redoubt.database("postgresql://postgres@localhost:" + server.port() + "/postgres");
        }
    }
}
