package io.redoubt.wire;

import static io.redoubt.wire.Loopback.accepted;
import static io.redoubt.wire.Loopback.refused;
import static io.redoubt.wire.Loopback.undetermined;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.PostgresServer;
import io.redoubt.testkit.Script;
import io.redoubt.testkit.ScriptedServer;
import io.redoubt.wire.Answer.Obstacle;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against a real PostgreSQL, and against what others say in its protocol.
@Timeout(60)
class PostgresProbeTest {

    private static CertificateForge forge;
    private static IssuedCertificate certificate;
    private static PostgresServer encrypting;
    private static PostgresServer plain;

    @BeforeAll
    static void start() {
        forge = CertificateForge.at(Instant.now());
        certificate = forge.issue(forge.recipe());
        encrypting = PostgresServer.start(PostgresServer.Setup.tls("""
                hostssl shop     app 127.0.0.1/32 scram-sha-256
                host    open     all 127.0.0.1/32 scram-sha-256
                host    old      all 127.0.0.1/32 md5
                host    naked    all 127.0.0.1/32 password
                host    trusting all 127.0.0.1/32 trust
                host    named    all 127.0.0.1/32 ident
                hostnossl barred all 127.0.0.1/32 reject
                hostssl barred   all 127.0.0.1/32 scram-sha-256
                """, certificate));
        plain = PostgresServer.start(PostgresServer.Setup.plain("host all all 127.0.0.1/32 scram-sha-256"));
    }

    @AfterAll
    static void stop() {
        encrypting.close();
        plain.close();
        forge.close();
    }

    private static PostgresProbe probe(int port) {
        return new PostgresProbe(Loopback.peer(port), Loopback.soon());
    }

    @Test
    void tls_is_offered_where_it_is_on() throws Exception {
        assertThat(accepted(probe(encrypting.port()).offersTls())).isEqualTo("TLS");
        assertThat(refused(probe(plain.port()).offersTls())).isEqualTo("answered N to SSLRequest: no TLS here");
    }

    @Test
    void hostssl_line_refuses_plain_text_and_lets_tls_in() throws Exception {
        PostgresProbe probe = probe(encrypting.port());
        assertThat(refused(probe.plainStartup("app", "shop")))
                .isEqualTo(
                        "28000 'no pg_hba.conf entry for host \"127.0.0.1\", user \"app\", database \"shop\", no encryption'");
        assertThat(accepted(probe.tlsStartup("app", "shop"))).isEqualTo("scram-sha-256");
    }

    @Test
    void reject_line_refuses_plain_text() throws Exception {
        PostgresProbe probe = probe(encrypting.port());
        assertThat(refused(probe.plainStartup("app", "barred"))).startsWith("28000 'pg_hba.conf rejects connection");
        assertThat(accepted(probe.tlsStartup("app", "barred"))).isEqualTo("scram-sha-256");
    }

    @Test
    void user_without_any_line_is_refused_either_way() throws Exception {
        PostgresProbe probe = probe(encrypting.port());
        assertThat(refused(probe.plainStartup("nobody", "shop"))).startsWith("28000 ");
        assertThat(refused(probe.tlsStartup("nobody", "shop"))).startsWith("28000 ");
    }

    @ParameterizedTest
    @CsvSource({"open,scram-sha-256", "old,scram-sha-256", "naked,cleartext password", "trusting,trust"})
    void host_line_lets_plain_text_in(String database, String method) throws Exception {
        // No role is called so: a line is chosen before a role is looked up. The md5 line asks for SCRAM, as the
        // password of a role that does not exist is taken to be of the server's default kind.
        assertThat(accepted(probe(encrypting.port()).plainStartup("nobody", database)))
                .isEqualTo(method);
    }

    @Test
    void method_that_fails_without_asking_has_let_plain_text_in() throws Exception {
        assertThat(accepted(probe(encrypting.port()).plainStartup("nobody", "named")))
                .startsWith("error 28000 'Ident authentication failed");
    }

    @Test
    void versions_suites_and_handshake_are_asked_after_the_request() throws Exception {
        TlsProbe probe = new TlsProbe(Loopback.peer(encrypting.port()), TlsProbe.Opening.POSTGRESQL, Loopback.soon());
        assertThat(accepted(probe.version(TlsVersion.TLS_1_3))).isEqualTo(TlsVersion.TLS_1_3);
        assertThat(refused(probe.version(TlsVersion.TLS_1_1))).isEqualTo("alert protocol_version");
        assertThat(accepted(probe.suites(TlsVersion.TLS_1_3))).hasSize(3);
        assertThat(accepted(probe.handshake()).chain()).isEqualTo(certificate.chain());
    }

    @Test
    void server_without_tls_refuses_every_version() throws Exception {
        TlsProbe probe = new TlsProbe(Loopback.peer(plain.port()), TlsProbe.Opening.POSTGRESQL, Loopback.soon());
        assertThat(refused(probe.version(TlsVersion.TLS_1_3))).isEqualTo("answered N to SSLRequest: no TLS here");
        assertThat(refused(probe.handshake())).isEqualTo("answered N to SSLRequest: no TLS here");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            08P01 | SSL required                                                | REFUSED
            28000 | SSL connection is required. Please specify SSL options.     | REFUSED
            08P01 | connection is insecure (try using `sslmode=require`)        | REFUSED
            28000 | kein pg_hba.conf-Eintrag für Host, keine Verschlüsselung    | REFUSED
            3D000 | database "x" does not exist                                 | ACCEPTED
            28P01 | password authentication failed for user "x"                 | ACCEPTED
            53300 | sorry, too many clients already                             | UNDETERMINED
            57P03 | the database system is starting up                          | UNDETERMINED
            08P01 | no such user: x                                             | UNDETERMINED
            """)
    void errors_of_others_are_understood(String sqlState, String message, String verdict) throws Exception {
        byte[] fields = ("SFATAL\0C" + sqlState + "\0M" + message + "\0\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer error =
                ByteBuffer.allocate(5 + fields.length).put((byte) 'E').putInt(4 + fields.length);
        error.put(fields);
        try (ScriptedServer server = ScriptedServer.playing(Script.hear().then(Script.say(error.array())))) {
            Answer<String> answer = probe(server.port()).plainStartup("x", "x");
            switch (verdict) {
                case "REFUSED" -> assertThat(refused(answer)).startsWith(sqlState);
                case "ACCEPTED" -> assertThat(accepted(answer)).startsWith("error " + sqlState);
                default -> assertThat(undetermined(answer).obstacle()).isEqualTo(Obstacle.CANNOT_ASK);
            }
        }
    }

    @Test
    void error_of_the_oldest_kind_is_read() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.playing(Script.hear().then(Script.say("EFATAL: could not fork new process\n\0")))) {
            assertThat(refused(probe(server.port()).offersTls())).isEqualTo("'FATAL: could not fork new process'");
        }
    }

    @Test
    void protocol_negotiation_is_passed_over() throws Exception {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(new byte[] {'v', 0, 0, 0, 12, 0, 3, 0, 0, 0, 0, 0, 0});
        answer.writeBytes(new byte[] {'R', 0, 0, 0, 12, 0, 0, 0, 5, 1, 2, 3, 4});
        try (ScriptedServer server = ScriptedServer.playing(Script.hear().then(Script.say(answer.toByteArray())))) {
            assertThat(accepted(probe(server.port()).plainStartup("x", "x"))).isEqualTo("md5");
        }
    }

    @Test
    void what_is_no_postgresql_is_said() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(Script.hear().then(Script.say("HTTP/1.1 400\r\n")))) {
            assertThat(undetermined(probe(server.port()).offersTls()).why())
                    .endsWith("answered 'H' to a PostgreSQL SSLRequest");
            assertThat(undetermined(probe(server.port()).plainStartup("x", "x")).obstacle())
                    .isEqualTo(Obstacle.NOT_THE_PROTOCOL);
        }
    }
}
