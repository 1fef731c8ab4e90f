package io.redoubt.store;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id (RFC 9106) with its salt and cost, written as `$argon2id$v=19$m=65536,t=3,p=4$SALT`.
///
/// @param memory      in KiB
/// @param passes      over the memory
/// @param parallelism lanes
/// @param salt        16 bytes, in base64 without padding
record Argon2id(int memory, int passes, int parallelism, String salt) {

    /// What nothing else begins with that a root key comes from.
    static final String BEGIN = "$argon2id$";

    private static final Pattern SHAPE =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{22})\\s*");
    private static final int SALT_LENGTH = 16;
    private static final int LEAST_MEMORY = 19 * 1024;
    private static final int MOST_MEMORY = 2 * 1024 * 1024;

    Argon2id {
        if (memory < LEAST_MEMORY || memory > MOST_MEMORY || passes < 1 || parallelism < 1) {
            throw new IllegalArgumentException("cost out of range");
        }
        if (Base64.getDecoder().decode(salt).length != SALT_LENGTH) {
            throw new IllegalArgumentException("the salt has " + SALT_LENGTH + " bytes");
        }
    }

    /// The second recommendation of RFC 9106, section 4: 64 MiB, so that it also works on a small machine.
    static Argon2id fresh(SecureRandom random) {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        return new Argon2id(
                64 * 1024, 3, 4, Base64.getEncoder().withoutPadding().encodeToString(salt));
    }

    static Argon2id parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not $argon2id$v=19$m=…,t=…,p=…$salt");
        }
        return new Argon2id(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                matcher.group(4));
    }

    /// @param passphrase cleared when done
    RootKey derive(byte[] passphrase) {
        byte[] key = new byte[RootKey.LENGTH];
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memory)
                    .withIterations(passes)
                    .withParallelism(parallelism)
                    .withSalt(Base64.getDecoder().decode(salt))
                    .build());
            generator.generateBytes(passphrase, key);
            return RootKey.of(key);
        } finally {
            Arrays.fill(passphrase, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=" + parallelism + "$" + salt;
    }
}
