package io.redoubt.store;

import io.redoubt.policy.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Another root key for a store. At every moment a key is on the disk that opens it: the next one is there before the
/// store is sealed under it, and only then the present one gets another name. A change that was interrupted leaves a
/// key at one of the [#others] places, and is brought to its end by the next.
///
/// @param present what the key comes from
/// @param usual   where it comes from where nothing else is said; empty where that is never looked at
public record RootKeyChange(RootKeySource present, Optional<UsualKeys> usual) {

    /// What is done, and on the disk.
    public enum Step {
        /// The next key is there, and opens nothing yet.
        MADE,
        /// The store opens by the next key alone.
        SEALED,
        /// The former key has the name that it keeps.
        KEPT,
        /// The next key is the present one.
        IN_PLACE
    }

    /// What the key is to come from.
    public sealed interface Target {
        /// The same as now.
        record Renewed() implements Target {}

        /// A file: its key where it is there, else a new one.
        record InFile(KeyFile file) implements Target {}

        /// A passphrase that is chosen now.
        record ByPassphrase() implements Target {}
    }

    /// What opens the store where the present key does not, because a change did not come to its end.
    public List<RootKeySource> others() {
        List<RootKeySource> others = new ArrayList<>();
        if (present instanceof KeyFile file) {
            others.add(next(file));
        }
        if (present instanceof Passphrase passphrase && !isUsual(passphrase)) {
            others.add(next(passphrase));
        }
        usual.ifPresent(keys -> {
            others.add(next(keys.passphrase()));
            if (present.equals(keys.passphrase())) {
                others.add(keys.file());
            }
        });
        return others;
    }

    /// Changes the key, or brings the change to its end that was interrupted before.
    ///
    /// @param opened what opened the store: the present key or one of the others
    /// @param also   done in the transaction that seals the store under the next key
    /// @param told   of each step when it is done
    /// @return what the key comes from now
    /// @throws StoreException.Refused when it can't be made so
    public RootKeySource run(
            Keys keys, RootKeySource opened, Target target, Consumer<Transaction> also, Consumer<Step> told) {
        try {
            if (!opened.equals(present)) {
                return settle(opened, told);
            }
            RootKeySource next = next(target);
            RootKey key = switch (next) {
                case KeyFile file -> file.read().orElseGet(file::create);
                case Passphrase passphrase -> passphrase.choose();
                case Credential _ -> throw handedOver();
            };
            told.accept(Step.MADE);
            keys.rewrap(key, also);
            told.accept(Step.SEALED);
            return settle(next, told);
        } catch (IOException e) {
            throw new StoreException.Unavailable(
                    Problem.of(
                            "the change of the root key did not come to its end (" + e.getMessage()
                                    + "); nothing is lost",
                            "check owner, mode and space of the key's directory, then do it again"),
                    e);
        }
    }

    private RootKeySource next(Target target) {
        return switch (target) {
            case Target.Renewed() ->
                switch (present) {
                    case KeyFile file -> next(file);
                    case Passphrase passphrase -> next(passphrase);
                    case Credential _ -> throw handedOver();
                };
            case Target.InFile(KeyFile file) -> {
                if (present instanceof KeyFile now && now.file().equals(file.file())) {
                    throw new StoreException.Refused(
                            Problem.of("the root key is in " + file.name() + " already", "name another file"));
                }
                file.insistOnDirectory();
                yield file;
            }
            case Target.ByPassphrase() -> {
                Passphrase passphrase = usual.orElseThrow().passphrase();
                if (passphrase.exists() && !passphrase.equals(present)) {
                    throw new StoreException.Refused(Problem.of(
                            passphrase.file() + " is there already, and this store has another root key",
                            "leave --key-file out if the passphrase is of this store; else move it"));
                }
                yield next(passphrase);
            }
        };
    }

    private static StoreException.Refused handedOver() {
        return new StoreException.Refused(Problem.of(
                "systemd hands the root key over, and no other can be put in its place from here",
                "`redoubt key rotate --root --to FILE`, then LoadCredential=" + Credential.NAME + ":FILE in the unit"));
    }

    /// Gives what opens the store its name, and what did before another.
    private RootKeySource settle(RootKeySource opened, Consumer<Step> told) throws IOException {
        RootKeySource now = switch (opened) {
            case KeyFile file -> settle(file, told);
            case Passphrase passphrase -> settle(passphrase, told);
            case Credential credential -> credential;
        };
        told.accept(Step.IN_PLACE);
        return now;
    }

    private RootKeySource settle(KeyFile opened, Consumer<Step> told) throws IOException {
        if (present instanceof KeyFile file && opened.equals(next(file))) {
            Generations generations = new Generations(file.file());
            generations.keep();
            told.accept(Step.KEPT);
            generations.advance();
            return file;
        }
        if (present instanceof Passphrase passphrase && isUsual(passphrase)) {
            retire(passphrase.file(), told);
        }
        return opened;
    }

    private RootKeySource settle(Passphrase opened, Consumer<Step> told) throws IOException {
        if (present instanceof Passphrase named && !isUsual(named) && opened.equals(next(named))) {
            Generations generations = new Generations(named.file());
            generations.keep();
            told.accept(Step.KEPT);
            generations.advance();
            return named;
        }
        UsualKeys keys = usual.orElseThrow();
        Generations generations = new Generations(keys.passphrase().file());
        if (keys.passphrase().exists()) {
            generations.keep();
            told.accept(Step.KEPT);
        }
        // Before the passphrase is in its place: while it is not, this is seen to be unfinished.
        if (keys.file().exists()) {
            retire(keys.file().file(), told);
        }
        generations.advance();
        return keys.passphrase();
    }

    /// One that was named stays where it is when the key comes from elsewhere; the usual one would be taken for it.
    private boolean isUsual(Passphrase passphrase) {
        return usual.filter(keys -> keys.passphrase().equals(passphrase)).isPresent();
    }

    private static void retire(Path file, Consumer<Step> told) throws IOException {
        Generations generations = new Generations(file);
        generations.keep();
        told.accept(Step.KEPT);
        generations.withdraw();
    }

    private static KeyFile next(KeyFile file) {
        return new KeyFile(new Generations(file.file()).next(), file.random());
    }

    private static Passphrase next(Passphrase passphrase) {
        return new Passphrase(new Generations(passphrase.file()).next(), passphrase.prompt(), passphrase.random());
    }
}
