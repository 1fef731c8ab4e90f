package io.redoubt.data;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Control;
import io.redoubt.control.Deviation;
import io.redoubt.control.Reading;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.store.Credential;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Passphrase;
import io.redoubt.store.RootKeySource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Looks where the root key lies: whoever takes the data should not find its key beside it.
final class RootKeyApartControl implements Control<RootKeySighting> {

    static final Row ROW = Row.of(
            "data.root-key-apart",
            "the root key lies apart from the data, where only Redoubt reaches it",
            Severity.HIGH,
            Vantage.HOST);

    private static final int NOT_THE_OWNER = 0077;

    private final String name;
    private final Path data;
    private final RootKeySource key;
    private final InstantSource clock;

    /// @param name of the service, for a key that is in no file
    /// @param data the data directory
    RootKeyApartControl(String name, Path data, RootKeySource key, InstantSource clock) {
        this.name = name;
        this.data = data;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public Row row() {
        return ROW;
    }

    @Override
    public List<Subject> subjects() {
        return List.of(Subject.of(
                switch (key) {
                    case KeyFile file -> "file://" + file.file().toUri().getRawPath();
                    case Credential _, Passphrase _ -> "store:" + name;
                }));
    }

    @Override
    public Reading<RootKeySighting> read(Subject subject) throws CannotLookException {
        RootKeySighting seen = switch (key) {
            case KeyFile file -> look(file.file());
            case Credential _ ->
                new RootKeySighting.NoFile("a credential that systemd hands over, in no file of Redoubt's");
            case Passphrase _ -> new RootKeySighting.NoFile("derived from a passphrase, in no file");
        };
        return new Reading<>(subject, ROW.vantage(), clock.instant(), seen);
    }

    private RootKeySighting look(Path file) throws CannotLookException {
        try {
            return RootKeySighting.InFile.at(file, data);
        } catch (NoSuchFileException e) {
            throw new CannotLookException(
                    "there is no " + e.getFile(), "put it back from a backup before Redoubt is started again");
        } catch (IOException e) {
            throw new CannotLookException("can't look at " + file + ": " + e.getMessage(), "run as its owner or root");
        }
    }

    @Override
    public Verdict judge(Reading<RootKeySighting> reading) {
        return switch (reading.seen()) {
            case RootKeySighting.NoFile(String words) -> new Pass(words);
            case RootKeySighting.InFile file -> Verdict.of(deviations(file), apart(file));
        };
    }

    private static List<Deviation> deviations(RootKeySighting.InFile key) {
        List<Deviation> deviations = new ArrayList<>();
        if (key.inside()) {
            deviations.add(deviation(
                    "the root key lies in the data directory",
                    "a key that a copy of the data does not take along",
                    key.file().toString(),
                    "move it elsewhere, such as below /etc/redoubt, and name it with --key-file"));
        }
        key.workingTree()
                .ifPresent(
                        tree -> deviations.add(
                                deviation(
                                        "the root key lies in a git working tree",
                                        "a key that no commit takes along",
                                        "%s, in the working tree %s".formatted(key.file(), tree),
                                        "move it elsewhere, such as below /etc/redoubt, and name it with --key-file\n"
                                                + "if it was ever committed, others have it: `redoubt key rotate --root` makes another")));
        if ((key.mode() & NOT_THE_OWNER) != 0) {
            deviations.add(deviation(
                    "others reach the root key",
                    "mode 0600",
                    "mode %04o of %s".formatted(key.mode(), key.file()),
                    "chmod 600 " + key.file()));
        }
        if (key.uid() != 0 && key.uid() != key.dataOwner()) {
            deviations.add(deviation(
                    "the root key belongs to another user",
                    "the owner of the data directory, user %d, or root".formatted(key.dataOwner()),
                    "user %d owns %s".formatted(key.uid(), key.file()),
                    "chown %d %s".formatted(key.dataOwner(), key.file())));
        }
        if (key.links() > 1) {
            deviations.add(deviation(
                    "the root key has further names",
                    "one name",
                    "%s has %d hard links".formatted(key.file(), key.links()),
                    "find / -xdev -samefile %s; then remove the others".formatted(key.file())));
        }
        key.opened()
                .ifPresent(directory -> deviations.add(deviation(
                        "everybody may replace the root key",
                        "directories that only their owners write to",
                        "everybody may write to " + directory,
                        "chmod o-w " + directory)));
        return deviations;
    }

    private static Deviation deviation(String summary, String expected, String observed, String mend) {
        return new Deviation(Severity.HIGH, summary, expected, observed, mend);
    }

    private static String apart(RootKeySighting.InFile key) {
        return "%s, mode %04o%s"
                .formatted(
                        key.file(),
                        key.mode(),
                        key.sameDisk() ? "; on the file system of the data, so a copy of all of it holds both" : "");
    }
}
