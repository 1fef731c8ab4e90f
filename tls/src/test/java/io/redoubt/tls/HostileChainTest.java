package io.redoubt.tls;

import static io.redoubt.tls.CertificateCases.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Chains that others than strict clients let pass.
class HostileChainTest {

    @TempDir
    Path directory;

    @Test
    void root_that_has_ended_fails() throws Exception {
        OddAuthority root = OddAuthority.root(NOW.minusSeconds(86_400), _ -> {});
        assertThat(verdict(root, List.of(root.leaf(_ -> {}))))
                .startsWith("FAIL  high  chain is not valid")
                .contains("observed  Odd Root, the root, is not valid now");
    }

    @Test
    void name_outside_the_constraints_of_the_root_fails() throws Exception {
        OddAuthority root = OddAuthority.root(NOW.plusSeconds(1 << 28), OddAuthority.onlyFor("internal.example.org"));
        assertThat(verdict(root, List.of(root.leaf(_ -> {}))))
                .startsWith("FAIL  high  chain is not valid")
                .contains("observed  a name is not within the name constraints of Odd Root, the root");
    }

    @Test
    void name_within_the_constraints_of_the_root_passes() throws Exception {
        OddAuthority root = OddAuthority.root(NOW.plusSeconds(1 << 28), OddAuthority.onlyFor("example.com"));
        OddAuthority issuer = root.below("Odd Issuer");
        assertThat(verdict(root, List.of(issuer.leaf(_ -> {}), issuer.certificate)))
                .startsWith("PASS  ");
    }

    @Test
    void list_in_a_directory_is_not_taken_for_none() throws Exception {
        OddAuthority root = OddAuthority.root();
        assertThat(verdict(root, List.of(root.leaf(OddAuthority.revokedInDirectory()))))
                .startsWith("UNKNOWN  revocation could not be checked: ");
    }

    @Test
    void network_among_the_names_matches_nothing() throws Exception {
        OddAuthority root = OddAuthority.root();
        assertThat(verdict(root, List.of(root.leafForNetwork())))
                .startsWith("FAIL  high  certificate is for another name");
    }

    private String verdict(OddAuthority root, List<X509Certificate> chain) throws Exception {
        Path file = Files.write(directory.resolve("root.pem"), root.pem());
        return CertificateCases.at(file, "https://shop.example.com", "203.0.113.7")
                .verdict("tls.certificate", chain);
    }
}
