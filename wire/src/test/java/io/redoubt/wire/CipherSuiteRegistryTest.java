package io.redoubt.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The table against two others.
class CipherSuiteRegistryTest {

    private static final Map<Integer, String> OURS = new HashMap<>();

    static {
        CipherSuiteRegistry.all().forEach(suite -> OURS.put(suite.code(), suite.name()));
    }

    @Test
    void names_are_those_of_bouncycastle() throws Exception {
        Map<Integer, String> theirs = new HashMap<>();
        for (Field field : org.bouncycastle.tls.CipherSuite.class.getFields()) {
            theirs.put(field.getInt(null), field.getName());
        }
        assertThat(theirs).hasSizeGreaterThan(300);
        assertThat(OURS).containsAllEntriesOf(theirs);
    }

    @Test
    void names_are_those_of_openssl() throws Exception {
        Process process = new ProcessBuilder(
                        List.of("openssl", "ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"))
                .start();
        String table = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        Matcher line = Pattern.compile("0x(..),0x(..) - (\\S+)").matcher(table);
        Map<Integer, String> theirs = new HashMap<>();
        while (line.find()) {
            theirs.put(Integer.parseInt(line.group(1) + line.group(2), 16), line.group(3));
        }
        assertThat(theirs).hasSizeGreaterThan(100);
        assertThat(OURS).containsAllEntriesOf(theirs);
    }

    @Test
    void unknown_suite_is_named_by_its_code() {
        assertThat(CipherSuiteRegistry.of(0xfafa)).isEqualTo(new CipherSuite(0xfafa, "0xfafa"));
    }

    @Test
    void every_suite_is_offered_in_some_version_or_needs_a_shared_secret() {
        for (CipherSuite suite : CipherSuiteRegistry.all()) {
            boolean offered = false;
            for (TlsVersion version : TlsVersion.values()) {
                offered |= CipherSuiteRegistry.offeredIn(version).contains(suite);
            }
            assertThat(offered)
                    .as(suite.name())
                    .isNotEqualTo(suite.name().matches(".*(PSK|SRP|KRB5|ECCPWD|_SCSV|NULL_WITH_NULL_NULL).*"));
        }
    }

    @Test
    void aead_is_offered_from_tls_12_on() {
        assertThat(CipherSuiteRegistry.offeredIn(TlsVersion.TLS_1_1))
                .isEqualTo(CipherSuiteRegistry.offeredIn(TlsVersion.SSL_3))
                .extracting(CipherSuite::name)
                .contains("TLS_RSA_EXPORT_WITH_RC4_40_MD5", "TLS_RSA_WITH_NULL_SHA", "TLS_RSA_WITH_SEED_CBC_SHA")
                .noneMatch(name -> name.contains("GCM") || name.contains("CCM") || name.endsWith("SHA256"));
        assertThat(CipherSuiteRegistry.offeredIn(TlsVersion.TLS_1_2))
                .extracting(CipherSuite::name)
                .contains("TLS_RSA_WITH_ARIA_128_GCM_SHA256", "TLS_RSA_WITH_RC4_128_MD5")
                .doesNotContain("TLS_AES_128_GCM_SHA256");
    }
}
