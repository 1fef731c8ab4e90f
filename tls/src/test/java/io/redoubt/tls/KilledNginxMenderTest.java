package io.redoubt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Change;
import io.redoubt.control.ChangeState;
import io.redoubt.control.Verdict;
import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.ChildJvm;
import io.redoubt.tls.endpoint.WireProbe;
import io.redoubt.tls.nginx.NginxPlace;
import io.redoubt.wire.TlsVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `kill -9` inside the remedy, at each of its moments, of a change to two files of a real nginx.
@Timeout(300)
class KilledNginxMenderTest {

    private static final String SOUND = "    ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;\n";
    private static final String SITE = "    ssl_protocols TLSv1.2   TLSv1.3; # as ever\n" + SOUND;
    private static final String BY_DEFAULT = "    ssl_protocols TLSv1.2 TLSv1.3;\n" + SOUND;

    @TempDir
    Path directory;

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private LiveNginx nginx;
    private String before;
    private String after;

    @BeforeEach
    void start() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(directory.resolve("nginx"));
        nginx = new LiveNginx(home, forge.issue(forge.recipe()), SITE, BY_DEFAULT);
        before = nginx.state();
        after = before.replace("TLSv1.2   TLSv1.3", "TLSv1.3").replace("TLSv1.2 TLSv1.3", "TLSv1.3");
    }

    @AfterEach
    void stop() {
        nginx.close();
        forge.close();
    }

    private NginxWorkbench workbench(InstantSource clock) {
        return new NginxWorkbench(
                directory, nginx.place(), nginx.port, forge.rootFile(), TlsVersion.TLS_1_3, clock, WireProbe::new);
    }

    private String approved() throws Exception {
        try (NginxWorkbench workbench = workbench(InstantSource.system())) {
            Change approved = workbench.approved();
            assertThat(approved.plan().facts()).hasSize(2);
            return approved.id();
        }
    }

    /// An nginx that kills who runs it.
    private NginxPlace deadly(String point) throws Exception {
        String killing = switch (point) {
            case "written" -> "[ \"$5\" != -t ] || { kill -9 $PPID; exit 1; }";
            case "checked" -> "[ \"$6\" != reload ] || { kill -9 $PPID; exit 1; }";
            case "reloaded" ->
                "[ \"$6\" != reload ] || { %s \"$@\"; kill -9 $PPID; exit 1; }".formatted(LiveNginx.program());
            case String other -> "# " + other;
        };
        Path script = Files.writeString(
                directory.resolve("nginx.sh"), "#!/bin/sh\n" + killing + "\nexec " + LiveNginx.program() + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return nginx.placeWith(script.toString());
    }

    private void killAt(String what, String change, String point) throws Exception {
        NginxPlace place = deadly(point);
        try (ChildJvm child = ChildJvm.start(
                KilledNginxMender.class,
                what,
                change,
                directory,
                place.program(),
                place.configuration(),
                place.prefix(),
                nginx.port,
                forge.rootFile())) {
            if (point.equals("probing")) {
                child.killAt(point);
            } else {
                assertThat(child.end()).as(child.errors()).isEqualTo(128 + 9);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"written", "checked", "reloaded", "probing"})
    void killed_apply_is_finished_by_the_next_process_and_its_lease_still_ends(String point) throws Exception {
        String id = approved();
        killAt("apply", id, point);
        assertThat(nginx.state()).isEqualTo(after);

        Instant now = Instant.now();
        try (NginxWorkbench workbench = workbench(InstantSource.system())) {
            workbench.mender.reconciler().run(now);
            assertThat(workbench.mender.find(id).orElseThrow().state()).isInstanceOf(ChangeState.Verified.class);
            assertThat(nginx.state()).isEqualTo(after);
            assertThat(workbench.state("tls.minimum-version")).isEqualTo(Verdict.State.PASS);
        }
        Instant end = now.plus(NginxWorkbench.LEASE);
        try (NginxWorkbench workbench = workbench(InstantSource.fixed(end))) {
            workbench.mender.reconciler().run(end);
            assertBefore(workbench, id, new ChangeState.Expired());
        }
    }

    private void assertBefore(NginxWorkbench workbench, String id, ChangeState state) throws Exception {
        assertThat(workbench.mender.find(id).orElseThrow().state()).isEqualTo(state);
        assertThat(nginx.state()).isEqualTo(before);
        assertThat(directory.resolve("nginx/sites-available")).isDirectoryNotContaining("glob:**.redoubt");
        assertThat(directory.resolve("nginx/sites-enabled")).isDirectoryNotContaining("glob:**.redoubt");
        // Seen by who asks a new worker.
        while (workbench.state("tls.minimum-version") != Verdict.State.FAIL) {
            Thread.onSpinWait();
        }
    }

    /// Killed between its two files: one is as after, the other as before, with a draft that never took its place.
    @Test
    void apply_killed_between_two_files_is_finished_or_put_back() throws Exception {
        Path draft = nginx.site.resolveSibling(".shop.redoubt");
        String site = Files.readString(nginx.site);
        String id = approved();
        killAt("apply", id, "written");
        Files.writeString(nginx.site, site);
        Files.writeString(draft, "half of it");

        Instant end = Instant.now().plus(NginxWorkbench.LEASE);
        try (NginxWorkbench workbench = workbench(InstantSource.fixed(end))) {
            workbench.mender.reconciler().run(end);
            assertBefore(workbench, id, new ChangeState.Expired());
        }
        String again = approved();
        killAt("apply", again, "written");
        Files.writeString(nginx.site, site);
        try (NginxWorkbench workbench = workbench(InstantSource.system())) {
            workbench.mender.reconciler().run(Instant.now());
            assertThat(workbench.mender.find(again).orElseThrow().state()).isInstanceOf(ChangeState.Verified.class);
            assertThat(nginx.state()).isEqualTo(after);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"written", "checked", "reloaded"})
    void killed_undo_is_finished_by_the_next_process(String point) throws Exception {
        String id = approved();
        try (NginxWorkbench workbench = workbench(InstantSource.system())) {
            workbench.mender.apply(id, "kim");
        }
        killAt("undo", id, point);
        try (NginxWorkbench workbench = workbench(InstantSource.system())) {
            workbench.mender.reconciler().run(Instant.now());
            assertBefore(workbench, id, new ChangeState.Undone("kim"));
        }
    }
}
