package io.redoubt.data;

import io.redoubt.data.RestoreOrder.Present;
import io.redoubt.data.RestoreOrder.Rollback;
import io.redoubt.ledger.Signer;
import io.redoubt.testkit.KilledChild;
import java.nio.file.Path;
import java.util.List;

/// Processes that back up and restore until they come to a point, say so, and wait there to be killed.
final class KilledBackup {

    private KilledBackup() {}

    private static void waitAt(String at, String point) {
        if (at.equals(point)) {
            KilledChild.waitAt(point);
        }
    }

    /// Arguments: the directory, the recipient, and the point; one that never comes says `made`.
    static final class Create {
        public static void main(String[] arguments) {
            Path directory = Path.of(arguments[0]);
            Recipients recipients = Recipients.of(List.of(arguments[1]));
            try (Node node = Node.open(directory.resolve("shop"))) {
                new OwnBackups(Node.CLOCK)
                        .create(new Stopping(node, arguments[2]), recipients, directory.resolve("shelf"));
                KilledChild.waitAt("made");
            }
        }
    }

    /// A node that stops where a backup asks for something.
    private record Stopping(Node node, String point) implements BackupSource {

        @Override
        public Identity identity() {
            return node.identity();
        }

        @Override
        public Path directory() {
            return node.directory();
        }

        @Override
        public void snapshotStore(Path target) {
            waitAt("begun", point);
            node.snapshotStore(target);
            waitAt("copied", point);
        }

        @Override
        public List<Stream> streams() {
            return node.streams();
        }

        @Override
        public Signer signer() {
            return new Signer() {
                @Override
                public byte[] publicKey() {
                    return node.signer().publicKey();
                }

                @Override
                public byte[] sign(byte[] message) {
                    waitAt("signing", point);
                    return node.signer().sign(message);
                }
            };
        }
    }

    /// Arguments: the backup, the identities, the target, the node that it is of, and the point.
    static final class Restore {
        public static void main(String[] arguments) {
            Path target = Path.of(arguments[2]);
            String point = arguments[4];
            Admission admission = Node.admission(Node.key(Path.of(arguments[3])));
            new OwnBackups(Node.CLOCK)
                    .restore(new RestoreOrder(
                            Path.of(arguments[0]),
                            Identities.read(Path.of(arguments[1])),
                            target,
                            Present.MOVED_ASIDE,
                            KnownPast.nothing(),
                            Rollback.ACKNOWLEDGED,
                            (restored, manifest, given) -> {
                                waitAt("unpacked", point);
                                long epoch = admission.admit(restored, manifest, given);
                                waitAt("admitted", point);
                                return epoch;
                            }));
            KilledChild.waitAt("restored");
        }
    }
}
