import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Verifies an exported ledger (C2SP tlog-tiles) without any code of Redoubt:
///
///     java Verify.java DIRECTORY KEY [CHECKPOINT]
///
/// KEY is the verifier key (`name+hash+base64`) as it was written down when the ledger began, or `-` to believe the one
/// in the export. CHECKPOINT is a file with a checkpoint of this ledger that was kept elsewhere.
/// Ends with 0 when all is as it was signed, with 2 when an argument is missing or KEY is none, else with 1.
public final class Verify {

    private static final int WIDTH = 256;

    private final Path directory;

    private Verify(Path directory) {
        this.directory = directory;
    }

    private record Checkpoint(String origin, long size, String root) {}

    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String what) {
            super(what);
        }
    }

    public static void main(String... arguments) throws GeneralSecurityException {
        if (arguments.length < 2) {
            refuse("a directory and a key are needed");
        } else if (!arguments[1].equals("-") && !isKey(arguments[1])) {
            refuse("not a verifier key: " + arguments[1] + " (name+hash+base64, as in the file vkey)");
        }
        try {
            new Verify(Path.of(arguments[0])).run(arguments);
        } catch (Wrong e) {
            System.out.println("WRONG: " + e.getMessage());
            System.exit(1);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            System.out.println("WRONG: missing or malformed: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void refuse(String why) {
        System.err.println(why);
        System.err.println("usage: java Verify.java DIRECTORY KEY [CHECKPOINT]");
        System.exit(2);
    }

    /// C2SP signed-note: an Ed25519 verifier key, whose hash is that of its name and its bytes.
    private static boolean isKey(String key) {
        String[] parts = key.split("\\+", 3);
        if (parts.length < 3) {
            return false;
        }
        try {
            byte[] typed = Base64.getDecoder().decode(parts[2]);
            return typed.length == 33
                    && typed[0] == 1
                    && HexFormat.of().formatHex(id(parts[0], typed)).equals(parts[1]);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] id(String name, byte[] typed) {
        return Arrays.copyOf(sha256((name + "\n").getBytes(StandardCharsets.UTF_8), typed), 4);
    }

    private void run(String... arguments) throws IOException, GeneralSecurityException, Wrong {
        String key = arguments[1];
        if (key.equals("-")) {
            key = Files.readString(directory.resolve("vkey")).strip();
            System.out.println("note: the key comes from the export itself; whoever made that could have made the key");
        }
        Checkpoint head = open(Files.readString(directory.resolve("checkpoint")), key);
        List<byte[]> leaves = leaves(head.size());
        if (!root(leaves).equals(head.root())) {
            throw new Wrong("the entries do not lead to the signed root");
        }
        System.out.println("ok: " + head.origin() + ", " + head.size() + " entries, root " + head.root());
        if (arguments.length < 3) {
            System.out.println("tail unproven: without a checkpoint from elsewhere nobody can tell whether entries"
                    + " were cut off at the end");
            return;
        }
        Checkpoint elsewhere = open(Files.readString(Path.of(arguments[2])), key);
        if (elsewhere.size() > head.size()) {
            throw new Wrong("the checkpoint from elsewhere covers " + elsewhere.size() + " entries");
        }
        if (!root(leaves.subList(0, (int) elsewhere.size())).equals(elsewhere.root())) {
            throw new Wrong("the checkpoint from elsewhere shows another past");
        }
        System.out.println("ok: the checkpoint from elsewhere covers the first " + elsewhere.size() + " of them");
    }

    /// C2SP signed-note and tlog-checkpoint.
    private static Checkpoint open(String note, String key) throws GeneralSecurityException, Wrong {
        if (!isKey(key)) {
            throw new Wrong("not an Ed25519 verifier key: " + key);
        }
        String[] parts = key.split("\\+", 3);
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        byte[] id = id(parts[0], typed);
        byte[] encoded = concat(HexFormat.of().parseHex("302a300506032b6570032100"), Arrays.copyOfRange(typed, 1, 33));
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));

        int end = note.lastIndexOf("\n\n") + 1;
        boolean signed = false;
        for (String line : note.substring(end + 1).split("\n")) {
            String[] words = line.split(" ", -1);
            byte[] bytes = Base64.getDecoder().decode(words[2]);
            if (words[1].equals(parts[0]) && Arrays.equals(Arrays.copyOf(bytes, 4), id)) {
                ed25519.update(note.substring(0, end).getBytes(StandardCharsets.UTF_8));
                signed |= ed25519.verify(Arrays.copyOfRange(bytes, 4, bytes.length));
            }
        }
        String[] lines = note.substring(0, end).split("\n");
        if (!signed || !lines[0].equals(parts[0])) {
            throw new Wrong("the checkpoint is not signed by " + parts[0]);
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), lines[2]);
    }

    /// The leaf hashes, from the entries where they are there, else from the tiles: retention drops entries from the
    /// beginning on, so none may be missing behind one that is there.
    private List<byte[]> leaves(long size) throws IOException, Wrong {
        List<byte[]> leaves = new ArrayList<>();
        long kept = 0;
        for (long tile = 0; tile * WIDTH < size; tile++) {
            int width = (int) Math.min(WIDTH, size - tile * WIDTH);
            byte[] hashes = Files.readAllBytes(directory.resolve("tile/0/" + path(tile, width)));
            Path bundle = directory.resolve("tile/entries/" + path(tile, width));
            boolean there = Files.exists(bundle);
            List<byte[]> entries = there ? entries(Files.readAllBytes(bundle)) : List.of();
            if (hashes.length != width * 32 || there && entries.size() != width) {
                throw new Wrong("tile " + tile + " does not hold " + width + " entries");
            }
            if (!there && kept < tile * WIDTH) {
                throw new Wrong("the entries from " + tile * WIDTH + " on are missing, and earlier ones are there");
            }
            kept += there ? 0 : width;
            for (int i = 0; i < width; i++) {
                byte[] leaf = Arrays.copyOfRange(hashes, i * 32, i * 32 + 32);
                if (there && !Arrays.equals(leaf, sha256(new byte[] {0}, entries.get(i)))) {
                    throw new Wrong("entry " + (tile * WIDTH + i) + " is not the one of its tile");
                }
                leaves.add(leaf);
            }
        }
        if (kept > 0) {
            System.out.println("note: " + kept + " entries were dropped; only their hashes are proved; "
                    + (kept < size ? "the first that is kept is " + kept : "none is kept"));
        }
        return leaves;
    }

    private static List<byte[]> entries(byte[] bundle) throws Wrong {
        List<byte[]> entries = new ArrayList<>();
        int at = 0;
        while (at < bundle.length) {
            int end = at + 2 > bundle.length ? bundle.length + 1 : at + 2 + ((bundle[at] & 255) << 8 | bundle[at + 1] & 255);
            if (end > bundle.length) {
                throw new Wrong("a bundle of entries ends within one");
            }
            entries.add(Arrays.copyOfRange(bundle, at + 2, end));
            at = end;
        }
        return entries;
    }

    /// `x001/x234/067`, and `.p/W` for a tile that is not full.
    private static String path(long tile, int width) {
        String path = String.format("%03d", tile % 1000);
        for (long rest = tile / 1000; rest > 0; rest /= 1000) {
            path = String.format("x%03d/", rest % 1000) + path;
        }
        return width == WIDTH ? path : path + ".p/" + width;
    }

    /// RFC 9162, section 2.1.1.
    private static String root(List<byte[]> leaves) {
        return Base64.getEncoder().encodeToString(leaves.isEmpty() ? sha256() : subtree(leaves));
    }

    private static byte[] subtree(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return sha256(
                new byte[] {1},
                subtree(leaves.subList(0, split)),
                subtree(leaves.subList(split, leaves.size())));
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(concat(parts));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
