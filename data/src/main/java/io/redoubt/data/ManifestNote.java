package io.redoubt.data;

import io.redoubt.ledger.Signer;
import io.redoubt.ledger.VerifierKey;
import io.redoubt.policy.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// The signature of a manifest: a C2SP signed note by the ledger's key, under the name `NODE/backup`. Its first line
/// keeps it from ever passing for a checkpoint.
final class ManifestNote {

    private static final String FIRST_LINE = "redoubt-backup-manifest/v1";
    private static final int ID = 4;

    private ManifestNote() {}

    static byte[] sign(byte[] manifest, String node, Signer signer) {
        VerifierKey key = new VerifierKey(keyName(node), signer.publicKey());
        String text = text(manifest);
        byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
        byte[] line = Arrays.copyOf(key.id(), ID + signature.length);
        System.arraycopy(signature, 0, line, ID, signature.length);
        return (text + before(node) + Base64.getEncoder().encodeToString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] manifest) {
        return FIRST_LINE + "\n" + Sha256.of(manifest) + "\n";
    }

    private static String before(String node) {
        return "\n— " + keyName(node) + " ";
    }

    private static String keyName(String node) {
        return node + "/backup";
    }

    /// @param bytes  of `manifest.json`
    /// @param known  where empty, the key that the manifest brings along is taken
    /// @throws BackupException.Damaged when none of them signed it
    static BackupSignature verify(byte[] note, byte[] bytes, BackupManifest manifest, List<VerifierKey> known) {
        String text = text(bytes);
        String expected = text + before(manifest.node());
        String all = new String(note, StandardCharsets.UTF_8);
        if (!all.startsWith(expected) || !all.endsWith("\n")) {
            throw refused("its signature is not one of its manifest");
        }
        byte[] line;
        try {
            line = Base64.getDecoder().decode(all.substring(expected.length(), all.length() - 1));
        } catch (IllegalArgumentException _) {
            throw refused("its signature is not base 64");
        }
        if (known.isEmpty()) {
            VerifierKey own = manifest.streams().getFirst().keys().getFirst();
            if (isBy(own, manifest.node(), text, line)) {
                return new BackupSignature.ByItsOwnKey(own);
            }
            throw refused("the key that it names did not sign it");
        }
        for (VerifierKey key : known) {
            if (key.name().startsWith(manifest.node() + "/") && isBy(key, manifest.node(), text, line)) {
                return new BackupSignature.ByKnownKey(key);
            }
        }
        throw refused("none of the keys that were noted down signed it");
    }

    private static boolean isBy(VerifierKey ledger, String node, String text, byte[] line) {
        VerifierKey key = new VerifierKey(keyName(node), ledger.publicKey());
        return line.length > ID
                && Arrays.equals(key.id(), Arrays.copyOf(line, ID))
                && key.verifies(text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(line, ID, line.length));
    }

    private static BackupException.Damaged refused(String why) {
        return new BackupException.Damaged(
                Problem.of(
                        "the backup is not genuine: " + why, "use another backup, and find out where this came from"),
                null);
    }
}
