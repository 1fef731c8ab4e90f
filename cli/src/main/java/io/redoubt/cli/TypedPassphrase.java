package io.redoubt.cli;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.Passphrase.Asked;
import io.redoubt.store.Passphrase.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The passphrase of a root key, asked for once a process: without echo where standard input is a terminal, else the
/// next line of that.
final class TypedPassphrase implements Prompt {

    private static final int LONGEST = 1_024;

    private final InputStream in;
    private final PrintStream err;
    private final Supplier<Optional<Echo>> terminal;
    private char @Nullable [] known;

    /// @param in       standard input
    /// @param terminal its echo, where it is one
    TypedPassphrase(InputStream in, PrintStream err, Supplier<Optional<Echo>> terminal) {
        this.in = in;
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized char[] ask(Asked asked) {
        char[] now = known;
        if (now == null || asked == Asked.NEW) {
            now = terminal.get().map(echo -> typed(echo, asked)).orElseGet(this::line);
            if (known != null) {
                Arrays.fill(known, '\0');
            }
            known = now;
        }
        return now.clone();
    }

    private char[] typed(Echo echo, Asked asked) {
        return switch (asked) {
            case PRESENT -> silently(echo, "passphrase of the root key: ");
            case NEW -> {
                char[] first = silently(echo, "new passphrase of the root key: ");
                char[] second = silently(echo, "the same again: ");
                boolean same = Arrays.equals(first, second);
                Arrays.fill(second, '\0');
                if (!same) {
                    Arrays.fill(first, '\0');
                    throw new ProblemException(
                            Problem.of("the two passphrases are not the same", "nothing was changed; try again"));
                }
                yield first;
            }
        };
    }

    private char[] silently(Echo echo, String words) {
        try {
            return echo.off(() -> {
                err.print(words);
                err.flush();
                return line();
            });
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "the passphrase can't be asked for (" + e.getMessage() + ")",
                    "hand it over on standard input, or use --key-file"));
        } finally {
            err.println();
        }
    }

    /// What stands behind it is left to whoever reads on.
    private char[] line() {
        byte[] bytes = new byte[LONGEST];
        try {
            int length = 0;
            int c = in.read();
            for (; c >= 0 && c != '\n'; c = in.read()) {
                if (length == LONGEST) {
                    throw new ProblemException(
                            Problem.of("the passphrase is longer than " + LONGEST + " bytes", "use a shorter one"));
                }
                bytes[length++] = (byte) c;
            }
            if (length == 0) {
                throw none();
            }
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length));
            char[] line = new char[decoded.remaining()];
            decoded.get(line);
            Arrays.fill(decoded.array(), '\0');
            return line;
        } catch (IOException _) {
            throw none();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static ProblemException none() {
        return new ProblemException(Problem.of(
                "the root key needs its passphrase",
                "run it on a terminal, or hand it over as the first line of standard input;"
                        + " for a service use --key-file or a systemd credential"));
    }
}
