package io.redoubt.ledger;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The signed head of a stream's tree: a C2SP tlog-checkpoint in a C2SP signed note.
///
/// @param origin which stream of which node; also the name of the key that signs it
/// @param size   how many entries it covers
/// @param root   the root of the tree over them
/// @param note   the whole text, signatures included; parsing proves nothing about them
public record Checkpoint(String origin, long size, Hash root, String note) {

    private static final int LONGEST_NOTE = 16 * 1024;
    private static final int ID_LENGTH = 4;
    private static final int MOST_SIGNATURES = 16;
    private static final String EPOCH = "epoch ";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    /// @param epoch from 1, which is not written
    static Checkpoint sign(VerifierKey key, long size, Hash root, long epoch, Signer signer) {
        return sign(key, size, root, epoch == 1 ? List.of() : List.of(EPOCH + epoch), signer);
    }

    /// @param extensions lines that are signed, too
    static Checkpoint sign(VerifierKey key, long size, Hash root, List<String> extensions, Signer signer) {
        StringBuilder lines = new StringBuilder();
        extensions.forEach(line -> lines.append(line).append('\n'));
        String text = key.name() + "\n" + size + "\n" + root + "\n" + lines;
        byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
        byte[] line = Arrays.copyOf(key.id(), ID_LENGTH + signature.length);
        System.arraycopy(signature, 0, line, ID_LENGTH, signature.length);
        String note = text + "\n— " + key.name() + " " + Base64.getEncoder().encodeToString(line) + "\n";
        return new Checkpoint(key.name(), size, root, note);
    }

    /// Reads a checkpoint, with any extension lines and cosignatures.
    ///
    /// @throws ProblemException when the text is no checkpoint
    public static Checkpoint parse(String note) {
        if (note.length() > LONGEST_NOTE) {
            throw notACheckpoint("it is longer than " + LONGEST_NOTE + " characters");
        }
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n")) {
            throw notACheckpoint("no blank line before its signatures");
        }
        String[] lines = note.substring(0, end).split("\n", -1);
        if (lines.length < 3 || !SIZE.matcher(lines[1]).matches() || !VerifierKey.isName(lines[0])) {
            throw notACheckpoint("it does not begin with origin, size and root");
        }
        for (String line : lines) {
            if (line.isEmpty()) {
                throw notACheckpoint("an empty line");
            }
        }
        requireEpoch(lines);
        try {
            signatures(note, end).forEach(SignatureLine::bytes);
        } catch (IllegalArgumentException e) {
            ProblemException problem = notACheckpoint("a signature is not base 64");
            problem.initCause(e);
            throw problem;
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), root(lines[2]), note);
    }

    private static void requireEpoch(String[] lines) {
        List<String> told =
                Stream.of(lines).skip(3).filter(line -> line.startsWith(EPOCH)).toList();
        boolean sound = told.stream()
                .allMatch(line -> NUMBER.matcher(line.substring(EPOCH.length())).matches());
        if (told.size() > 1 || !sound) {
            throw notACheckpoint("its epoch is no number, or told twice");
        }
    }

    /// How often the stream was deliberately set back or begun anew, counted from 1: an extension line of the note
    /// from the second epoch on, and so signed.
    public long epoch() {
        return extension(EPOCH).orElse(1);
    }

    /// The number of an extension line that begins so.
    OptionalLong extension(String word) {
        return note.substring(0, note.lastIndexOf("\n\n"))
                .lines()
                .skip(3)
                .filter(line -> line.startsWith(word)
                        && SIZE.matcher(line.substring(word.length())).matches())
                .mapToLong(line -> Long.parseLong(line.substring(word.length())))
                .findFirst();
    }

    private static Hash root(String line) {
        try {
            Hash root = Hash.of(Base64.getDecoder().decode(line));
            if (root.toString().equals(line)) {
                return root;
            }
        } catch (IllegalArgumentException e) {
            ProblemException problem = notACheckpoint("its root is no hash");
            problem.initCause(e);
            throw problem;
        }
        throw notACheckpoint("its root is not written canonically");
    }

    private record SignatureLine(String name, String base64) {

        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        boolean isBy(VerifierKey key, byte[] text) {
            byte[] bytes = bytes();
            return name.equals(key.name())
                    && bytes.length > ID_LENGTH
                    && Arrays.equals(Arrays.copyOf(bytes, ID_LENGTH), key.id())
                    && key.verifies(text, Arrays.copyOfRange(bytes, ID_LENGTH, bytes.length));
        }
    }

    private static List<SignatureLine> signatures(String note, int end) {
        List<String> lines = note.substring(end + 2).lines().toList();
        List<SignatureLine> signatures = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 3 || !parts[0].equals("—") || lines.size() > MOST_SIGNATURES) {
                throw notACheckpoint("a signature line does not read '— name base64'");
            }
            signatures.add(new SignatureLine(parts[1], parts[2]));
        }
        return signatures;
    }

    private static ProblemException notACheckpoint(String why) {
        return new ProblemException(Problem.of(
                "not a checkpoint: " + why, "give the whole signed note, as the ledger or a witness wrote it"));
    }

    /// Whether this key signed it. A signature by any other key is passed over.
    public boolean isSignedBy(VerifierKey key) {
        int end = note.lastIndexOf("\n\n");
        byte[] text = note.substring(0, end + 1).getBytes(StandardCharsets.UTF_8);
        return origin.equals(key.name()) && signatures(note, end).stream().anyMatch(line -> line.isBy(key, text));
    }

    /// With the signatures of its own stream alone.
    Checkpoint withoutCosignatures() {
        int end = note.lastIndexOf("\n\n") + 2;
        String own = note.substring(end)
                .lines()
                .filter(line -> line.startsWith("— " + origin + " "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        return new Checkpoint(origin, size, root, note.substring(0, end) + own);
    }

    boolean isSignedByAny(List<VerifierKey> keys) {
        return keys.stream().anyMatch(this::isSignedBy);
    }

    /// The note.
    @Override
    public String toString() {
        return note;
    }
}
