package io.redoubt.assembly;

import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Problem;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// What the store knows of the ledger beside it. One that was removed or is shorter is refused: a new one in its place
/// would hide that there was another.
record KnownLedger(Store store, Path ledger, String node) {

    private static final String PUT_BACK =
            "put it back from a backup; without one: `redoubt ledger restart --acknowledge-loss`";

    /// A ledger without the store that signs it is what is left of an instance, and no place for a new one.
    static void insistOnStore(DataDirectory directory) {
        for (LedgerStream stream : LedgerStream.values()) {
            if (Files.exists(directory.ledger().resolve(stream.directory()), LinkOption.NOFOLLOW_LINKS)
                    && !directory.isStoreElsewhere()
                    && isEmpty(directory.database())) {
                throw refused(
                        "there is a ledger in " + directory + ", and no store",
                        "put store.db back from a backup, or move the whole directory away and keep it");
            }
        }
    }

    /// A file without a byte in it is as good as none: a store would be made in it.
    private static boolean isEmpty(Path database) {
        try {
            return Files.size(database) == 0;
        } catch (IOException _) {
            return !Files.exists(database, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /// A store in the directory knows this node, or none.
    void insistOnNode() {
        List<String> nodes = store.read(transaction -> transaction.ledgerKeys().nodes());
        if (!nodes.isEmpty() && !nodes.contains(node)) {
            throw refused(
                    "the store knows another node than " + node,
                    "put " + ledger + " back from a backup, with its file 'node'");
        }
    }

    /// To a store that several nodes share comes one that it knows, or a new one under a name of its own.
    void insistOnOneOfSeveral(NodeName.Origin origin) {
        boolean known =
                store.read(transaction -> transaction.ledgerKeys().nodes().contains(node));
        if (known && origin == NodeName.Origin.NEW) {
            throw refused(
                    "another node of this store is called " + node + ", too",
                    "give this one a name of its own: echo NAME > " + ledger.resolve("node"));
        }
        for (LedgerStream stream : LedgerStream.values()) {
            if (!known && Files.exists(ledger.resolve(stream.directory()), LinkOption.NOFOLLOW_LINKS)) {
                throw refused(
                        "there is a ledger in " + ledger + ", and the store does not know node " + node,
                        "name the database that it belongs to, or put that back from a backup");
            }
        }
    }

    void insistOnDirectory(LedgerStream stream) {
        Path directory = ledger.resolve(stream.directory());
        if (seen(stream) > 0 && !Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(
                    "%s is gone, and the store has seen %d entries in it".formatted(directory, seen(stream)), PUT_BACK);
        }
    }

    /// The store and the ledger were set back together, or not at all.
    void insistOnEpoch(LedgerStream stream, long epoch) {
        long known = store.read(transaction -> transaction.epoch().current());
        if (epoch != known) {
            throw refused(
                    "%s is of epoch %d, and the store of epoch %d"
                            .formatted(ledger.resolve(stream.directory()), epoch, known),
                    "put the whole directory back from one backup; or `redoubt ledger restart --acknowledge-loss`");
        }
    }

    long seen(LedgerStream stream) {
        return store.read(transaction -> {
            long drained = transaction.outbox().drainedTo(node, stream.directory());
            long applied = stream == LedgerStream.EVIDENCE
                    ? transaction.posture().applied(node).orElse(-1) + 1
                    : 0;
            return Math.max(drained, applied);
        });
    }

    private static StoreException.Refused refused(String what, String mend) {
        return new StoreException.Refused(Problem.of(what, mend));
    }
}
