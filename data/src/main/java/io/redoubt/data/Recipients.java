package io.redoubt.data;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import io.redoubt.policy.Problem;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Who can open what is encrypted: age X25519 public keys, `age1…`, as `age-keygen` prints them. The private keys are
/// never needed here, and best kept offline.
public final class Recipients {

    private static final int MOST = 64;

    private final List<String> keys;
    private final List<RecipientStanzaWriter> writers;

    private Recipients(List<String> keys, List<RecipientStanzaWriter> writers) {
        this.keys = List.copyOf(keys);
        this.writers = List.copyOf(writers);
    }

    /// @throws BackupException.Refused when there is none, or one that is no public key
    public static Recipients of(List<String> keys) {
        LinkedHashSet<String> distinct = new LinkedHashSet<>();
        keys.forEach(key -> distinct.add(key.strip()));
        if (distinct.isEmpty() || distinct.size() > MOST) {
            throw new BackupException.Refused(Problem.of(
                    "a backup has 1 to " + MOST + " recipients, not " + distinct.size(),
                    "make a key with age-keygen, keep it offline, and name its public key, age1…"));
        }
        List<RecipientStanzaWriter> writers = new ArrayList<>();
        for (String key : distinct) {
            writers.add(writer(key));
        }
        return new Recipients(List.copyOf(distinct), writers);
    }

    private static RecipientStanzaWriter writer(String key) {
        if (key.regionMatches(true, 0, "AGE-SECRET-KEY-", 0, 15)) {
            throw new BackupException.Refused(
                    Problem.of(
                            "a recipient is a private key, which does not belong here",
                            "name the public key instead (age-keygen -y FILE prints it), and replace the key if this was kept"));
        }
        try {
            return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(key);
        } catch (GeneralSecurityException | RuntimeException e) {
            String shown = key.length() > 80 ? key.substring(0, 80) + "…" : key;
            throw new BackupException.Refused(
                    Problem.of(
                            "'" + shown + "' is not an age public key",
                            "name one that begins with age1, as age-keygen prints it; SSH keys are not taken"),
                    e);
        }
    }

    /// The public keys.
    public List<String> keys() {
        return keys;
    }

    /// For what encrypts.
    List<RecipientStanzaWriter> writers() {
        return writers;
    }

    @Override
    public String toString() {
        return String.join(", ", keys);
    }
}
