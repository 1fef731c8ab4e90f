package io.redoubt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.Assessment;
import io.redoubt.control.AssessmentListener;
import io.redoubt.control.Assessor;
import io.redoubt.control.Change;
import io.redoubt.control.ChangeState;
import io.redoubt.control.Limits;
import io.redoubt.control.Mender;
import io.redoubt.control.OutboxJournal;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.policy.Mode;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Store;
import io.redoubt.store.VersionRecorder;
import io.redoubt.testkit.CertificateForge;
import io.redoubt.tls.nginx.NginxPlace;
import io.redoubt.wire.TlsVersion;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real nginx is mended, seen from the wire, and put back.
class NginxTlsRemedyTest {

    private static final String OLD =
            "    ssl_protocols TLSv1.2   TLSv1.3; # as ever\n    ssl_ciphers AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256;\n";

    @TempDir
    Path directory;

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private DataDirectory data;
    private Store store;

    @BeforeEach
    void open() {
        data = DataDirectory.openOrCreate(directory.resolve("shop"));
        KeyFile key = new KeyFile(directory.resolve("root.key"), new SecureRandom());
        store = Store.open(data, key, VersionRecorder.none(), InstantSource.system(), new SecureRandom());
    }

    @AfterEach
    void close() {
        store.close();
        data.close();
        forge.close();
    }

    private LiveNginx nginx(String settings) throws Exception {
        Path home = Files.createDirectory(directory.resolve("nginx"));
        // Its workers run as another user.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new LiveNginx(home, forge.issue(forge.recipe()), settings);
    }

    private Tls tls(LiveNginx nginx, TlsVersion minimum) {
        Endpoint endpoint = new Endpoint(URI.create("https://localhost:" + nginx.port), OptionalInt.empty());
        return new Tls(
                new TlsPolicy(Mode.ENFORCE, minimum, List.of(endpoint), List.of(), Duration.ofDays(30)),
                _ -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                List.of(forge.rootFile()),
                InstantSource.system(),
                Duration.ofSeconds(10));
    }

    private Mender mender(Tls tls, NginxPlace place) {
        return new Mender(
                store,
                new OutboxJournal("web-1", () -> {}),
                "web-1",
                List.of(tls.nginxRemedy(place, Duration.ofSeconds(5))),
                Map.of("tls", Mode.ENFORCE),
                InstantSource.system(),
                new SecureRandom());
    }

    private static List<Assessment> check(Tls tls) {
        return new Assessor(InstantSource.system(), Limits.defaults())
                .assess(tls.controls(), Set.of(Vantage.WIRE), AssessmentListener.SILENT);
    }

    private static Verdict.State state(List<Assessment> round, String control) {
        return round.stream()
                .filter(each -> each.row().id().value().equals(control))
                .findFirst()
                .orElseThrow()
                .verdict()
                .state();
    }

    private static Change approved(Mender mender, Tls tls) throws Exception {
        Change planned = mender.plan(check(tls), "kim").changes().getFirst();
        return mender.approve(planned.id(), planned.plan().digest(), "kim", Duration.ofMinutes(10));
    }

    @Test
    void old_settings_are_mended_seen_from_the_wire_and_put_back() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            String before = nginx.state();
            Tls tls = tls(nginx, TlsVersion.TLS_1_2);
            Mender mender = mender(tls, nginx.place());
            Change approved = approved(mender, tls);
            assertThat(approved.plan().diff()).endsWith("""
                    -    ssl_ciphers AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256;
                    +    ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
                    """);
            Change applied = mender.apply(approved.id(), "kim");
            assertThat(applied.state()).isInstanceOf(ChangeState.Verified.class);
            assertThat(nginx.state())
                    .isEqualTo(before.replace("AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256", "ECDHE+AESGCM:ECDHE+CHACHA20"));
            assertThat(state(check(tls), "tls.cipher-suites")).isEqualTo(Verdict.State.PASS);

            assertThat(mender.undo(applied.id(), "kim").state()).isEqualTo(new ChangeState.Undone("kim"));
            assertThat(nginx.state()).isEqualTo(before);
        }
    }

    @Test
    void several_deviations_are_one_change_and_a_missing_directive_is_added() throws Exception {
        try (LiveNginx nginx = nginx("")) {
            String before = nginx.state();
            Tls tls = tls(nginx, TlsVersion.TLS_1_3);
            Mender mender = mender(tls, nginx.place());
            Change applied = mender.apply(approved(mender, tls).id(), "kim");
            assertThat(applied.state()).isInstanceOf(ChangeState.Verified.class);
            assertThat(nginx.state())
                    .contains(".pem\";\n    ssl_protocols TLSv1.3;\n    ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;\n")
                    .startsWith("# The shop.\n");
            assertThat(state(check(tls), "tls.minimum-version")).isEqualTo(Verdict.State.PASS);
            mender.undo(applied.id(), "kim");
            assertThat(nginx.state()).isEqualTo(before);
        }
    }

    /// What nginx has loaded is not what lies in the plan's files: the change can't be seen from the wire.
    @Test
    void change_that_the_wire_does_not_show_is_put_back_byte_for_byte() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            String before = nginx.state();
            Tls tls = tls(nginx, TlsVersion.TLS_1_3);
            Path deaf = script("[ \"$6\" != reload ] || exit 0\n");
            Mender mender = mender(tls, nginx.placeWith(deaf.toString()));
            ChangeState failed = mender.apply(approved(mender, tls).id(), "kim").state();
            assertThat(failed).isInstanceOf(ChangeState.Failed.class);
            assertThat(((ChangeState.Failed) failed).why()).contains("TLS 1.2 is accepted");
            assertThat(nginx.state()).isEqualTo(before);
        }
    }

    @Test
    void change_that_nginx_does_not_take_is_put_back_byte_for_byte() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            String before = nginx.state();
            Tls tls = tls(nginx, TlsVersion.TLS_1_3);
            Path strict = script("""
                    if [ "$5" = -t ] && ! grep -q 'TLSv1.2 ' %s; then
                      echo 'nginx: [emerg] no such protocol' >&2; exit 1
                    fi
                    """.formatted(nginx.site));
            Mender mender = mender(tls, nginx.placeWith(strict.toString()));
            ChangeState failed = mender.apply(approved(mender, tls).id(), "kim").state();
            assertThat(failed).isEqualTo(new ChangeState.Failed("kim", "nginx -t: no such protocol"));
            assertThat(nginx.state()).isEqualTo(before);
        }
    }

    @Test
    void nginx_that_died_since_the_plan_is_not_touched() throws Exception {
        LiveNginx nginx = nginx(OLD);
        String before = nginx.state();
        Tls tls = tls(nginx, TlsVersion.TLS_1_3);
        Mender mender = mender(tls, nginx.place());
        Change approved = approved(mender, tls);
        nginx.close();
        assertThat(mender.apply(approved.id(), "kim").state())
                .isEqualTo(new ChangeState.Failed("kim", "nginx is not running"));
        assertThat(nginx.state()).isEqualTo(before);
    }

    @Test
    void file_that_was_changed_since_the_plan_is_refused() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            Tls tls = tls(nginx, TlsVersion.TLS_1_3);
            Mender mender = mender(tls, nginx.place());
            Change approved = approved(mender, tls);
            Files.writeString(nginx.site, Files.readString(nginx.site) + "# someone\n");
            String theirs = nginx.state();
            assertThatThrownBy(() -> mender.apply(approved.id(), "kim"))
                    .hasMessageContaining("was changed by someone else");
            assertThat(nginx.state()).isEqualTo(theirs);
        }
    }

    private Path script(String before) throws Exception {
        Path script = Files.writeString(
                directory.resolve("nginx.sh"), "#!/bin/sh\n" + before + "exec " + LiveNginx.program() + " \"$@\"\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
