package io.redoubt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Assessment;
import io.redoubt.control.CannotLookException;
import io.redoubt.control.Plan;
import io.redoubt.control.Proof;
import io.redoubt.control.Remedy;
import io.redoubt.control.RemedyException;
import io.redoubt.control.Verdict;
import io.redoubt.control.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPermissionsTest {

    @TempDir
    Path directory;

    private final Remedy remedy = new KeyPermissionsRemedy();
    private Path key;
    private Path link;

    @BeforeEach
    void lay() throws Exception {
        directory = directory.toRealPath();
        key = Files.writeString(
                Files.createDirectory(directory.resolve("archive")).resolve("privkey1.pem"), "key");
        link = Files.createSymbolicLink(
                Files.createDirectory(directory.resolve("live")).resolve("privkey.pem"),
                Path.of("../archive/privkey1.pem"));
        chmod(key, "rw-r--r--");
    }

    private static void chmod(Path path, String mode) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private String mode() throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(key));
    }

    private Assessment look() throws Exception {
        PrivateKeyPermissionsControl control =
                new PrivateKeyPermissionsControl(new PrivateKeys(List.of(link), null), InstantSource.system());
        Verdict verdict = control.judge(control.read(control.subjects().getFirst()));
        return new Assessment(
                control.row(), control.subjects().getFirst(), verdict, Instant.EPOCH, Duration.ZERO, null);
    }

    private Plan plan() throws Exception {
        return remedy.plan(List.of(look())).plans().getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "rw-------, PASS  mode 0600",
        "r--------, PASS  mode 0400",
        "rw-r-----, FAIL  medium  others than its owner may read the key",
        "rw-r--r--, FAIL  high  others than its owner may read the key",
        "rw-----w-, FAIL  high  others than its owner may read the key"
    })
    void key_is_judged_by_its_mode(String mode, String verdict) throws Exception {
        chmod(key, mode);
        assertThat(VerdictText.of(look().verdict())).startsWith(verdict);
    }

    @Test
    void directory_that_everyone_may_write_to_fails_and_its_key_is_not_touched() throws Exception {
        chmod(key.getParent(), "rwxrwxrwx");
        Assessment seen = look();
        assertThat(VerdictText.of(seen.verdict())).contains("everyone may replace the key");
        assertThat(remedy.plan(List.of(seen)).plans()).isEmpty();
        assertThat(remedy.plan(List.of(seen)).not()).hasSize(1);
    }

    @Test
    void key_behind_a_link_is_closed_seen_and_opened_again() throws Exception {
        Plan plan = plan();
        remedy.apply(plan);
        remedy.apply(plan);
        assertThat(mode()).isEqualTo("rw-------");
        assertThat(remedy.observe(plan)).isEqualTo(new World.After());
        assertThat(remedy.verify(plan)).isEqualTo(new Proof.Given(link + " has mode 0600"));
        remedy.undo(plan);
        assertThat(mode()).isEqualTo("rw-r--r--");
        assertThat(remedy.observe(plan)).isEqualTo(new World.Before());
    }

    private List<String> files(String configuration) throws Exception {
        Path main = Files.writeString(directory.resolve("nginx.conf"), configuration);
        return new PrivateKeys(List.of(link), main)
                .files().stream().map(Path::toString).toList();
    }

    @Test
    void keys_of_nginx_are_looked_at_too_each_once() throws Exception {
        Path sites = Files.createDirectory(directory.resolve("sites"));
        Files.writeString(sites.resolve("b.conf"), "server { ssl_certificate_key live/../b.key; }");
        Files.writeString(sites.resolve("a.conf"), "ssl_certificate_key '" + link + "';");
        Files.writeString(sites.resolve("c.off"), "server { ssl_certificate_key c.key; }");
        assertThat(files("http { include sites/*.conf; server { ssl_certificate_key engine:x:y; } }"))
                .containsExactly(link.toString(), directory + "/live/../b.key");
    }

    @Test
    void configuration_of_nginx_that_can_not_be_read_is_unknown_and_hides_no_other_key() throws Exception {
        assertThat(files("http {")).containsExactly(link.toString(), directory + "/nginx.conf");
        PrivateKeyPermissionsControl control = new PrivateKeyPermissionsControl(
                new PrivateKeys(List.of(link), directory.resolve("nginx.conf")), InstantSource.system());
        Assertions.assertThatThrownBy(() -> control.read(control.subjects().getLast()))
                .isInstanceOf(CannotLookException.class)
                .hasMessageContaining("which keys nginx has is not known");
    }

    @Test
    void link_that_takes_the_place_of_the_key_is_not_followed() throws Exception {
        Plan plan = plan();
        Path victim = Files.writeString(directory.resolve("victim"), "shadow");
        chmod(victim, "rw-r--r--");
        Files.delete(key);
        Files.createSymbolicLink(key, victim);
        assertThat(remedy.observe(plan)).isInstanceOf(World.Other.class);
        Assertions.assertThatThrownBy(() -> remedy.apply(plan)).isInstanceOf(RemedyException.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(victim)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void mode_that_someone_else_gave_meanwhile_is_left_alone() throws Exception {
        Plan plan = plan();
        chmod(key, "rw-r-----");
        assertThat(remedy.observe(plan)).isInstanceOf(World.Other.class);
        Assertions.assertThatThrownBy(() -> remedy.apply(plan)).isInstanceOf(RemedyException.class);
        assertThat(mode()).isEqualTo("rw-r-----");
    }
}
