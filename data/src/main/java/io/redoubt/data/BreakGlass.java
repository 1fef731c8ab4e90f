package io.redoubt.data;

import io.redoubt.policy.Problem;
import io.redoubt.store.SecretPath;
import io.redoubt.store.Secrets;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;

/// The way out when Redoubt itself is lost: every secret's newest value in one age file, which `age -d` alone reads.
public final class BreakGlass {

    private final Store store;
    private final Notice notice;

    /// Makes it known that all secrets leave, before the first one is read.
    @FunctionalInterface
    public interface Notice {

        /// Returns when it is durable in the ledger. What it throws keeps every secret where it is.
        void record(Path file, Recipients recipients);
    }

    /// @param size   of the encrypted file, in bytes
    /// @param sha256 of the encrypted file, in hexadecimal
    public record Exported(Path file, int secrets, long size, String sha256) {}

    public BreakGlass(Store store, Notice notice) {
        this.store = store;
        this.notice = notice;
    }

    /// @param file a new one, of mode 0600: JSON, one secret a line
    public Exported export(Path file, Recipients recipients) {
        try (AgeFile age = AgeFile.create(file, recipients)) {
            notice.record(file, recipients);
            int count;
            try (OutputStream content = age.content()) {
                count = write(content);
            }
            AgeFile.Written written = age.commit();
            return new Exported(file, count, written.size(), written.sha256());
        } catch (FileAlreadyExistsException e) {
            throw new BackupException.Refused(Problem.of(e.getFile() + " is there already", "name another file"), e);
        } catch (StoreException e) {
            throw new BackupException.Unavailable(e.problem(), e);
        } catch (IOException e) {
            throw new BackupException.Unavailable(
                    Problem.of(
                            "the secrets could not be written to " + file + ": " + e.getMessage(),
                            "check space, owner and mode"),
                    e);
        }
    }

    private int write(OutputStream content) throws IOException {
        int count = 0;
        for (SecretPath path : store.read(transaction -> transaction.secrets().list())) {
            Optional<Secrets.Version> version =
                    store.read(transaction -> transaction.secrets().read(path));
            if (version.isPresent()) {
                SecretLine.write(version.get(), content);
                count++;
            }
        }
        return count;
    }
}
