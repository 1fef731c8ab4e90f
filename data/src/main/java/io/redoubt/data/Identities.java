package io.redoubt.data;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import io.redoubt.policy.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The private keys that open a backup, from a file as `age-keygen` writes it. They do not show in `toString()`.
public final class Identities {

    private static final int LONGEST_FILE = 64 << 10;
    private static final int MOST = 64;
    private static final String PREFIX = "AGE-SECRET-KEY-1";

    private final List<RecipientStanzaReader> readers;

    private Identities(List<RecipientStanzaReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /// @throws BackupException.Unavailable when it cannot be read
    /// @throws BackupException.Refused     when it holds no identity
    public static Identities read(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return read(content, file.toString());
        } catch (IOException e) {
            throw new BackupException.Unavailable(
                    Problem.of("the identity file " + file + " cannot be read", "check its name, owner and mode"), e);
        }
    }

    /// @param name for errors
    public static Identities read(InputStream content, String name) throws IOException {
        byte[] bytes = content.readNBytes(LONGEST_FILE + 1);
        char[] text = new char[bytes.length];
        try {
            if (bytes.length > LONGEST_FILE) {
                throw refused(name + " is too long for an identity file", "name the file that age-keygen wrote");
            }
            CharBuffer decoded = CharBuffer.wrap(text);
            StandardCharsets.US_ASCII.newDecoder().decode(ByteBuffer.wrap(bytes), decoded, true);
            return new Identities(parse(decoded.flip(), name));
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(text, '\0');
        }
    }

    private static List<RecipientStanzaReader> parse(CharBuffer text, String name) {
        List<RecipientStanzaReader> readers = new ArrayList<>();
        int number = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '\n') {
                number++;
                CharSequence line = stripped(text.subSequence(start, i));
                start = i + 1;
                if (!line.isEmpty() && line.charAt(0) != '#') {
                    readers.add(reader(line, name + ":" + number));
                }
            }
        }
        if (readers.isEmpty() || readers.size() > MOST) {
            throw refused(
                    name + " holds " + readers.size() + " identities, not 1 to " + MOST,
                    "name the file that age-keygen wrote");
        }
        return readers;
    }

    private static CharSequence stripped(CharBuffer line) {
        int end = line.length();
        while (end > 0 && Character.isWhitespace(line.charAt(end - 1))) {
            end--;
        }
        return line.subSequence(0, end);
    }

    private static RecipientStanzaReader reader(CharSequence line, String where) {
        if (startsWith(line, "age-encryption.org/")) {
            throw refused(
                    where + ": the identity is itself encrypted",
                    "decrypt it with age -d, and hand it over through a pipe");
        }
        if (!startsWith(line, PREFIX)) {
            throw refused(where + ": no identity", "it begins with " + PREFIX + ", as age-keygen writes it");
        }
        try {
            return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(line);
        } catch (GeneralSecurityException | RuntimeException _) {
            // Without the cause: it may quote the key.
            throw refused(where + ": the identity is misspelt", "copy the whole line again");
        }
    }

    private static boolean startsWith(CharSequence line, String prefix) {
        return line.length() >= prefix.length()
                && CharSequence.compare(line.subSequence(0, prefix.length()), prefix) == 0;
    }

    private static BackupException.Refused refused(String what, String mend) {
        return new BackupException.Refused(Problem.of(what, mend));
    }

    /// For what decrypts.
    List<RecipientStanzaReader> readers() {
        return readers;
    }

    @Override
    public String toString() {
        return readers.size() + " identities";
    }
}
