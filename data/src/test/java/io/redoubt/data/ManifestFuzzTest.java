package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/// What stands in a backup that someone else made.
class ManifestFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void manifest(byte[] bytes) {
        try {
            BackupManifest manifest = ManifestFormat.read(bytes);
            assertThat(ManifestFormat.read(ManifestFormat.write(manifest))).isEqualTo(manifest);
            manifest.files().forEach(file -> TarHeader.of(file.name(), file.size(), manifest.made()));
        } catch (BackupException _) {
            // Refused.
        }
    }

    @FuzzTest(maxDuration = "5m")
    void header(byte[] bytes) {
        byte[] header = Arrays.copyOf(bytes, TarHeader.BLOCK);
        TarHeader.size(header, BackupWriter.MANIFEST)
                .ifPresent(size -> assertThat(size).isNotNegative());
    }
}
