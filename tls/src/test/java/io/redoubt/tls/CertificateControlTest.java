package io.redoubt.tls;

import static io.redoubt.tls.CertificateCases.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.CertificateRecipe;
import io.redoubt.testkit.CertificateRecipe.Issuer;
import io.redoubt.testkit.KeyKind;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CertificateControlTest {

    private static final CertificateForge FORGE = CertificateForge.at(NOW);
    private static final CertificateCases SHOP =
            CertificateCases.at(FORGE.rootFile(), "https://shop.example.com", "203.0.113.7");

    @AfterAll
    static void close() {
        FORGE.close();
    }

    @Test
    void good_chain_passes() throws Exception {
        assertThat(verdict(recipe()))
                .isEqualTo("PASS  for shop.example.com, until 2026-09-29 08:11 UTC;"
                        + " revocation not checked: the certificate names neither OCSP responder nor CRL");
    }

    @Test
    void ended_certificate_fails() throws Exception {
        assertThat(verdict(recipe().valid(NOW.minus(Duration.ofDays(93)), NOW.minus(Duration.ofDays(3)))))
                .isEqualTo("""
                        FAIL  high  certificate ended 3 days ago
                        expected  valid now
                        observed  ended 2026-06-28 08:11 UTC
                        mend      certbot renew --cert-name shop.example.com""");
    }

    @Test
    void certificate_of_tomorrow_fails() throws Exception {
        assertThat(verdict(recipe().valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(90)))))
                .isEqualTo("""
                        FAIL  high  certificate is not valid yet
                        expected  valid now
                        observed  begins 2026-07-02 08:11 UTC
                        mend      certbot renew --cert-name shop.example.com""");
    }

    @Test
    void certificate_for_another_name_fails() throws Exception {
        assertThat(verdict(recipe().named("www.example.com", "*.shop.example.com")))
                .isEqualTo("""
                        FAIL  high  certificate is for another name
                        expected  shop.example.com
                        observed  www.example.com and *.shop.example.com
                        mend      get a certificate for shop.example.com: certbot certonly -d shop.example.com""");
    }

    @Test
    void wildcard_for_the_leftmost_label_passes() throws Exception {
        assertThat(verdict(recipe().named("*.example.com"))).startsWith("PASS  for *.example.com, until");
    }

    @Test
    void common_name_alone_fails() throws Exception {
        CertificateRecipe recipe = recipe();
        assertThat(verdict(new CertificateRecipe(
                        "shop.example.com",
                        List.of(),
                        List.of(),
                        recipe.notBefore(),
                        recipe.notAfter(),
                        recipe.key(),
                        recipe.hash(),
                        recipe.issuer(),
                        Optional.empty(),
                        Optional.empty(),
                        recipe.stapling())))
                .isEqualTo("""
                        FAIL  high  certificate is for another name
                        expected  shop.example.com
                        observed  no subject alternative name (a common name does not count)
                        mend      get a certificate for shop.example.com: certbot certonly -d shop.example.com""");
    }

    @Test
    void address_of_an_endpoint_is_matched_as_an_address() throws Exception {
        CertificateCases loopback = CertificateCases.at(FORGE.rootFile(), "https://[::1]:8443", "::1");
        assertThat(loopback.verdict(
                        "tls.certificate", FORGE.issue(FORGE.recipe()).chain()))
                .startsWith("PASS  for localhost, 127.0.0.1 and 0:0:0:0:0:0:0:1, until");
    }

    @Test
    void self_signed_certificate_fails() throws Exception {
        assertThat(verdict(recipe().from(Issuer.ITSELF))).isEqualTo("""
                        FAIL  high  certificate is signed by itself
                        expected  issued by an authority that clients trust
                        observed  it is signed by itself
                        mend      get a certificate for shop.example.com: certbot certonly -d shop.example.com""");
    }

    @Test
    void everything_wrong_is_said_at_once() throws Exception {
        assertThat(verdict(recipe().from(Issuer.ITSELF)
                        .with(KeyKind.RSA_1024)
                        .named("old.example.com")
                        .valid(NOW.minus(Duration.ofDays(800)), NOW.minus(Duration.ofHours(5)))))
                .isEqualTo("""
                        FAIL  high  certificate ended 5 hours ago
                        expected  valid now
                        observed  ended 2026-07-01 03:11 UTC
                        mend      certbot renew --cert-name shop.example.com
                        FAIL  high  certificate is for another name
                        expected  shop.example.com
                        observed  old.example.com
                        mend      get a certificate for shop.example.com: certbot certonly -d shop.example.com
                        FAIL  high  key is too weak
                        expected  RSA 2048, EC 256 bits or more
                        observed  RSA 1024 bits in old.example.com
                        mend      certbot renew --cert-name shop.example.com --key-type ecdsa --force-renewal
                        FAIL  high  certificate is signed by itself
                        expected  issued by an authority that clients trust
                        observed  it is signed by itself
                        mend      get a certificate for shop.example.com: certbot certonly -d shop.example.com""");
    }

    @Test
    void missing_intermediate_fails() throws Exception {
        assertThat(SHOP.verdict("tls.certificate", List.of(FORGE.issue(recipe()).leaf())))
                .isEqualTo("""
                        FAIL  high  chain is incomplete
                        expected  leaf and every intermediate
                        observed  Forge Intermediate, which issued shop.example.com, is neither sent nor trusted
                        mend      send the leaf first, then each intermediate in order, without the root
                                  nginx: ssl_certificate /etc/letsencrypt/live/shop.example.com/fullchain.pem;""");
    }

    @Test
    void root_that_is_sent_is_superfluous_only() throws Exception {
        X509Certificate leaf = FORGE.issue(recipe()).leaf();
        assertThat(SHOP.verdict("tls.certificate", List.of(leaf, FORGE.root(), FORGE.intermediate())))
                .startsWith("PASS");
    }

    @Test
    void root_that_nobody_trusts_fails() throws Exception {
        OddAuthority root = OddAuthority.root();
        X509Certificate leaf = root.leaf(_ -> {});
        assertThat(SHOP.verdict("tls.certificate", List.of(leaf, root.certificate)))
                .isEqualTo("""
                        FAIL  high  root is not trusted
                        expected  issued by an authority that clients trust
                        observed  the chain ends in Odd Root, which is not trusted
                        mend      get a certificate for shop.example.com: certbot certonly -d shop.example.com
                                  your own authority? redoubt check --trust ROOT.pem""");
    }

    @Test
    void chain_out_of_order_fails() throws Exception {
        OddAuthority root = OddAuthority.root();
        OddAuthority upper = root.below("Upper");
        OddAuthority lower = upper.below("Lower");
        X509Certificate leaf = lower.leaf(_ -> {});
        assertThat(trusting(root).verdict("tls.certificate", List.of(leaf, upper.certificate, lower.certificate)))
                .isEqualTo("""
                        FAIL  medium  chain is out of order
                        expected  leaf first, each certificate followed by its issuer
                        observed  leaf, Upper, Lower
                        mend      send the leaf first, then each intermediate in order, without the root
                                  nginx: ssl_certificate /etc/letsencrypt/live/shop.example.com/fullchain.pem;""");
    }

    @Test
    void intermediate_that_has_ended_fails() throws Exception {
        OddAuthority root = OddAuthority.root();
        OddAuthority ended = root.below("Ended", NOW.minus(Duration.ofDays(1)), _ -> {});
        assertThat(trusting(root).verdict("tls.certificate", List.of(ended.leaf(_ -> {}), ended.certificate)))
                .isEqualTo("""
                        FAIL  high  chain is not valid
                        expected  a valid path to a trusted root
                        observed  Ended has ended
                        mend      send the leaf first, then each intermediate in order, without the root
                                  nginx: ssl_certificate /etc/letsencrypt/live/shop.example.com/fullchain.pem;""");
    }

    @Test
    void authority_for_another_domain_fails() throws Exception {
        OddAuthority root = OddAuthority.root();
        OddAuthority other = root.below("Other", NOW.plus(Duration.ofDays(999)), OddAuthority.onlyFor("example.org"));
        assertThat(trusting(root).verdict("tls.certificate", List.of(other.leaf(_ -> {}), other.certificate)))
                .contains("FAIL  high  chain is not valid")
                .contains("observed  leaf is not within the name constraints of its issuer");
    }

    @Test
    void signature_of_another_key_fails() throws Exception {
        OddAuthority root = OddAuthority.root();
        OddAuthority impostor = OddAuthority.root();
        assertThat(trusting(root).verdict("tls.certificate", List.of(impostor.leaf(_ -> {}))))
                .contains("FAIL  high  chain is not valid")
                .contains("observed  leaf is not signed by the issuer that it names");
    }

    @Test
    void certificate_for_clients_fails() throws Exception {
        OddAuthority root = OddAuthority.root();
        assertThat(trusting(root).verdict("tls.certificate", List.of(root.leaf(OddAuthority.onlyForClients()))))
                .isEqualTo("""
                        FAIL  high  certificate is not for servers
                        expected  extended key usage serverAuth
                        observed  extended key usage 1.3.6.1.5.5.7.3.2
                        mend      get a certificate for shop.example.com: certbot certonly -d shop.example.com""");
    }

    @Test
    void public_certificate_of_a_year_fails_and_a_private_one_does_not() throws Exception {
        OddAuthority root = OddAuthority.root();
        X509Certificate ofThePublic = root.leaf(
                NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(364)), OddAuthority.publiclyTrusted());
        X509Certificate ofOurOwn = root.leaf(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(364)), _ -> {});

        assertThat(trusting(root).verdict("tls.certificate", List.of(ofOurOwn))).startsWith("PASS");
        assertThat(trusting(root).verdict("tls.certificate", List.of(ofThePublic)))
                .isEqualTo("""
                        FAIL  low  certificate is valid for too long
                        expected  200 days or less
                        observed  365 days
                        mend      certbot renew --cert-name shop.example.com --key-type ecdsa --force-renewal""");
    }

    @Test
    void weak_key_fails() throws Exception {
        assertThat(verdict(recipe().with(KeyKind.RSA_1024))).isEqualTo("""
                        FAIL  high  key is too weak
                        expected  RSA 2048, EC 256 bits or more
                        observed  RSA 1024 bits in shop.example.com
                        mend      certbot renew --cert-name shop.example.com --key-type ecdsa --force-renewal""");
    }

    @Test
    void ed25519_key_passes() throws Exception {
        assertThat(verdict(recipe().with(KeyKind.ED25519))).startsWith("PASS");
    }

    @Test
    void sha1_signature_fails() throws Exception {
        assertThat(verdict(recipe().signedWith("SHA1"))).isEqualTo("""
                        FAIL  high  certificate is signed with SHA-1
                        expected  SHA-256 or better
                        observed  SHA1withECDSA in shop.example.com
                        mend      certbot renew --cert-name shop.example.com --key-type ecdsa --force-renewal""");
    }

    @Test
    void certificate_that_is_itself_trusted_passes() throws Exception {
        var issued = FORGE.issue(recipe().from(Issuer.ITSELF));
        assertThat(SHOP.trusting(issued.chainFile()).verdict("tls.certificate", issued.chain()))
                .startsWith("PASS");
    }

    @Test
    void missing_staple_that_the_certificate_demands_fails() throws Exception {
        assertThat(verdict(recipe().mustStaple())).isEqualTo("""
                        FAIL  high  certificate demands a stapled OCSP response
                        expected  an OCSP response with each handshake
                        observed  none came
                        mend      staple OCSP responses, or get a certificate without the extension TLS feature
                                  nginx: ssl_stapling on; ssl_trusted_certificate /etc/letsencrypt/live/shop.example.com/chain.pem;""");
    }

    @Test
    void chain_without_a_certificate_is_unknown() throws Exception {
        assertThat(SHOP.verdict("tls.certificate", List.of())).isEqualTo("UNKNOWN  no certificate was presented");
    }

    private static CertificateRecipe recipe() {
        return FORGE.recipe().named("shop.example.com");
    }

    private static String verdict(CertificateRecipe recipe) throws Exception {
        return SHOP.verdict("tls.certificate", FORGE.issue(recipe).chain());
    }

    private static CertificateCases trusting(OddAuthority root) throws Exception {
        return SHOP.trusting(FORGE.write("odd-root.pem", root.pem()));
    }
}
