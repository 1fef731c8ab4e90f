package io.redoubt.data;

import com.github.luben.zstd.ZstdOutputStream;
import io.redoubt.ledger.Signer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Writes a backup: `age` around `zstd` around `tar`, so that these three alone read it.
final class BackupWriter {

    static final String MANIFEST = "manifest.json";
    static final String NOTE = "manifest.note";

    private static final int LEVEL = 3;

    private BackupWriter() {}

    static CreatedBackup write(BackupContent content, Signer signer, Recipients recipients, Path file)
            throws IOException {
        AgeFile.Written written;
        try (AgeFile age = AgeFile.create(file, recipients)) {
            try (ZstdOutputStream zstd = new ZstdOutputStream(age.content(), LEVEL)) {
                zstd.setChecksum(true);
                archive(content, signer, zstd);
            }
            written = age.commit();
        }
        Path name = Objects.requireNonNull(file.getFileName());
        String line = written.sha256() + "  " + name + "\n";
        PrivateFiles.write(file.resolveSibling(name + ".sha256"), line.getBytes(StandardCharsets.UTF_8));
        PrivateFiles.force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        return new CreatedBackup(file, written.size(), written.sha256(), content.manifest());
    }

    private static void archive(BackupContent content, Signer signer, OutputStream out) throws IOException {
        BackupManifest manifest = content.manifest();
        byte[] json = ManifestFormat.write(manifest);
        small(MANIFEST, json, manifest.made(), out);
        small(NOTE, ManifestNote.sign(json, manifest.node(), signer), manifest.made(), out);
        List<BackupManifest.File> files = manifest.files();
        for (int i = 0; i < files.size(); i++) {
            BackupManifest.File file = files.get(i);
            out.write(TarHeader.of(file.name(), file.size(), manifest.made()));
            content.write(i, out);
            out.write(new byte[TarHeader.padding(file.size())]);
        }
        out.write(new byte[2 * TarHeader.BLOCK]);
    }

    private static void small(String name, byte[] bytes, Instant made, OutputStream out) throws IOException {
        out.write(TarHeader.of(name, bytes.length, made));
        out.write(bytes);
        out.write(new byte[TarHeader.padding(bytes.length)]);
    }
}
