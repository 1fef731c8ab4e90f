package io.redoubt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.Assessment;
import io.redoubt.control.Change;
import io.redoubt.control.ChangeState;
import io.redoubt.control.Mender;
import io.redoubt.control.Verdict;
import io.redoubt.testkit.CertificateForge;
import io.redoubt.tls.endpoint.WireProbe;
import io.redoubt.tls.nginx.NginxPlace;
import io.redoubt.wire.TlsVersion;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real nginx is mended, seen from the wire, and put back.
class NginxTlsRemedyTest {

    private static final String OLD =
            "    ssl_protocols TLSv1.2   TLSv1.3; # as ever\n    ssl_ciphers AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256;\n";

    @TempDir
    Path directory;

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private NginxWorkbench workbench;

    @AfterEach
    void close() {
        workbench.close();
        forge.close();
    }

    private LiveNginx nginx(String settings) throws Exception {
        Path home = Files.createDirectory(directory.resolve("nginx"));
        // Its workers run as another user.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new LiveNginx(home, forge.issue(forge.recipe()), settings);
    }

    private NginxWorkbench workbench(LiveNginx nginx, TlsVersion minimum, NginxPlace place) {
        workbench = new NginxWorkbench(
                directory, place, nginx.port, forge.rootFile(), minimum, InstantSource.system(), WireProbe::new);
        return workbench;
    }

    @Test
    void old_settings_are_mended_seen_from_the_wire_and_put_back() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            String before = nginx.state();
            Mender mender = workbench(nginx, TlsVersion.TLS_1_2, nginx.place()).mender;
            Change approved = workbench.approved();
            assertThat(approved.plan().diff()).endsWith("""
                    -    ssl_ciphers AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256;
                    +    ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
                    """);
            Change applied = mender.apply(approved.id(), "kim");
            assertThat(applied.state()).isInstanceOf(ChangeState.Verified.class);
            assertThat(nginx.state())
                    .isEqualTo(before.replace("AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256", "ECDHE+AESGCM:ECDHE+CHACHA20"));
            assertThat(workbench.state("tls.cipher-suites")).isEqualTo(Verdict.State.PASS);

            assertThat(mender.undo(applied.id(), "kim").state()).isEqualTo(new ChangeState.Undone("kim"));
            assertThat(nginx.state()).isEqualTo(before);
            awaitFailing("tls.cipher-suites");
        }
    }

    /// Workers with the settings of before answer for a moment while nginx reloads.
    private void awaitFailing(String control) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (workbench.state(control) != Verdict.State.FAIL) {
            assertThat(System.nanoTime() - end).as("waited for " + control).isNegative();
        }
    }

    @Test
    void several_deviations_are_one_change_and_a_missing_directive_is_added() throws Exception {
        try (LiveNginx nginx = nginx("")) {
            String before = nginx.state();
            Mender mender = workbench(nginx, TlsVersion.TLS_1_3, nginx.place()).mender;
            Change applied = mender.apply(workbench.approved().id(), "kim");
            assertThat(applied.state()).isInstanceOf(ChangeState.Verified.class);
            assertThat(nginx.state())
                    .contains(".pem\";\n    ssl_protocols TLSv1.3;\n    ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;\n")
                    .startsWith("# The shop.\n");
            assertThat(workbench.state("tls.minimum-version")).isEqualTo(Verdict.State.PASS);
            mender.undo(applied.id(), "kim");
            assertThat(nginx.state()).isEqualTo(before);
        }
    }

    /// What nginx has loaded is not what lies in the plan's files: the change can't be seen from the wire.
    @Test
    void change_that_the_wire_does_not_show_is_put_back_byte_for_byte() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            String before = nginx.state();
            Path deaf = script("[ \"$6\" != reload ] || exit 0\n");
            Mender mender = workbench(nginx, TlsVersion.TLS_1_3, nginx.placeWith(deaf.toString())).mender;
            ChangeState failed = mender.apply(workbench.approved().id(), "kim").state();
            assertThat(failed).isInstanceOf(ChangeState.Failed.class);
            assertThat(((ChangeState.Failed) failed).why()).contains("TLS 1.2 is accepted");
            assertThat(nginx.state()).isEqualTo(before);
        }
    }

    @Test
    void change_that_nginx_does_not_take_is_put_back_byte_for_byte() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            String before = nginx.state();
            Path strict = script("""
                    if [ "$5" = -t ] && ! grep -q 'TLSv1.2 ' %s; then
                      echo 'nginx: [emerg] no such protocol' >&2; exit 1
                    fi
                    """.formatted(nginx.site));
            Mender mender = workbench(nginx, TlsVersion.TLS_1_3, nginx.placeWith(strict.toString())).mender;
            ChangeState failed = mender.apply(workbench.approved().id(), "kim").state();
            assertThat(failed).isEqualTo(new ChangeState.Failed("kim", "nginx -t: no such protocol"));
            assertThat(nginx.state()).isEqualTo(before);
        }
    }

    @Test
    void configuration_that_is_broken_is_told_in_words_of_nginx() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            Mender mender = workbench(nginx, TlsVersion.TLS_1_2, nginx.place()).mender;
            Files.writeString(nginx.link.resolveSibling("other"), "bogus;\n");
            assertThat(mender.plan(workbench.check(), "kim").not())
                    .isNotEmpty()
                    .allSatisfy(not ->
                            assertThat(not.why()).startsWith("nginx -T fails: unknown directive \"bogus\" in /"));
        }
    }

    @Test
    void plan_after_an_unconfirmed_change_names_that() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            Mender mender = workbench(nginx, TlsVersion.TLS_1_2, nginx.place()).mender;
            List<Assessment> stale = workbench.check();
            Change applied = mender.apply(workbench.approved().id(), "kim");
            Mender.Proposal proposal = mender.plan(stale, "kim");
            assertThat(proposal.changes()).extracting(Change::id).containsExactly(applied.id());
            assertThat(proposal.not()).extracting(not -> not.control().value()).doesNotContain("tls.cipher-suites");

            mender.confirm(applied.id(), "kim");
            assertThat(mender.plan(stale, "kim").changes()).isEmpty();
        }
    }

    /// The files are as before, and nginx has not been told.
    @Test
    void undo_that_another_file_stands_in_the_way_of_ends_when_nginx_runs_as_before() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            String before = nginx.state();
            Mender mender = workbench(nginx, TlsVersion.TLS_1_2, nginx.place()).mender;
            String id = mender.apply(workbench.approved().id(), "kim").id();
            Path other = Files.writeString(nginx.link.resolveSibling("other"), "bogus;\n");
            Instant over = Instant.now().plus(NginxWorkbench.LEASE);
            for (int tick = 0; tick < 2; tick++) {
                mender.reconciler().run(over);
                assertThat(nginx.state()).isEqualTo(before);
                assertThat(mender.find(id).orElseThrow().state()).isInstanceOf(ChangeState.Conflicted.class);
                assertThat(workbench.state("tls.cipher-suites")).isEqualTo(Verdict.State.PASS);
            }
            Files.delete(other);
            mender.reconciler().run(over);
            assertThat(mender.find(id).orElseThrow().state()).isEqualTo(new ChangeState.Expired());
            assertThat(nginx.state()).isEqualTo(before);
            awaitFailing("tls.cipher-suites");
        }
    }

    /// Its syntax is right, and yet the master refuses it: nothing but its log says so.
    @Test
    void undo_that_nginx_does_not_take_is_no_undo() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            Mender mender = workbench(nginx, TlsVersion.TLS_1_2, nginx.place()).mender;
            String id = mender.apply(workbench.approved().id(), "kim").id();
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Path other = Files.writeString(
                        nginx.link.resolveSibling("other"),
                        "server { listen 127.0.0.1:%d; }\n".formatted(taken.getLocalPort()));
                assertThat(mender.undo(id, "kim").state())
                        .isInstanceOfSatisfying(
                                ChangeState.Conflicted.class,
                                conflict -> assertThat(conflict.why()).contains("nginx has not taken the reload"));
                assertThat(workbench.state("tls.cipher-suites")).isEqualTo(Verdict.State.PASS);
                Files.delete(other);
            }
            mender.reconciler().run(Instant.now());
            assertThat(mender.find(id).orElseThrow().state()).isEqualTo(new ChangeState.Undone("kim"));
            awaitFailing("tls.cipher-suites");
        }
    }

    @Test
    void nginx_that_died_since_the_plan_is_not_touched() throws Exception {
        LiveNginx nginx = nginx(OLD);
        String before = nginx.state();
        Mender mender = workbench(nginx, TlsVersion.TLS_1_3, nginx.place()).mender;
        Change approved = workbench.approved();
        nginx.close();
        assertThat(mender.apply(approved.id(), "kim").state())
                .isEqualTo(new ChangeState.Failed("kim", "nginx is not running"));
        assertThat(nginx.state()).isEqualTo(before);
    }

    @Test
    void file_that_was_changed_since_the_plan_is_refused() throws Exception {
        try (LiveNginx nginx = nginx(OLD)) {
            Mender mender = workbench(nginx, TlsVersion.TLS_1_3, nginx.place()).mender;
            Change approved = workbench.approved();
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
