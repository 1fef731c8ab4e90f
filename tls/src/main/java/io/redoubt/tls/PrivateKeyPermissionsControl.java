package io.redoubt.tls;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Control;
import io.redoubt.control.Deviation;
import io.redoubt.control.Reading;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.tls.key.KeyFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Looks at the files of the private keys that the policy or nginx names, on this machine.
final class PrivateKeyPermissionsControl implements Control<KeyFile> {

    static final Row ROW = Row.of(
            "tls.private-key-permissions",
            "private keys are readable by their owner alone",
            Severity.HIGH,
            Vantage.HOST);

    static final String READABLE = "others than its owner may read the key";

    private final PrivateKeys keys;
    private final InstantSource clock;

    PrivateKeyPermissionsControl(PrivateKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Row row() {
        return ROW;
    }

    @Override
    public List<Subject> subjects() {
        return keys.files().stream()
                .map(key -> Subject.of("file://" + key.toUri().getRawPath()))
                .toList();
    }

    @Override
    public Reading<KeyFile> read(Subject subject) throws CannotLookException {
        Path path = Path.of(subject.uri());
        String problem = keys.problem(path);
        if (problem != null) {
            throw new CannotLookException(
                    "which keys nginx has is not known: " + problem, "run as root, or mend tls.nginx");
        }
        try {
            return new Reading<>(subject, ROW.vantage(), clock.instant(), KeyFile.at(path));
        } catch (NoSuchFileException _) {
            throw new CannotLookException("there is no file " + path, "name the key that there is");
        } catch (IOException e) {
            throw new CannotLookException("can't look at " + path + ": " + e.getMessage(), "run as its owner or root");
        }
    }

    @Override
    public Verdict judge(Reading<KeyFile> reading) {
        KeyFile key = reading.seen();
        List<Deviation> deviations = new ArrayList<>();
        if (!key.readableByOwnerAlone()) {
            deviations.add(new Deviation(
                    key.openToOthers() ? Severity.HIGH : Severity.MEDIUM,
                    READABLE,
                    "mode " + KeyFile.octal(KeyFile.OWNER_ALONE),
                    "mode " + key.octal() + " of " + key.path(),
                    "chmod 600 " + key.path()));
        }
        if (key.opened()) {
            deviations.add(new Deviation(
                    Severity.HIGH,
                    "everyone may replace the key",
                    "a directory that only its owner writes to",
                    "everyone may write to " + key.path().getParent(),
                    "chmod o-w " + key.path().getParent()));
        }
        return deviations.isEmpty() ? new Pass("mode " + key.octal()) : new Fail(deviations);
    }
}
