package io.redoubt.assembly;

import io.redoubt.data.Admission;
import io.redoubt.data.Identities;
import io.redoubt.data.KnownPast;
import io.redoubt.data.OwnBackups;
import io.redoubt.data.RestoreOrder;
import io.redoubt.data.RestoreOrder.Present;
import io.redoubt.data.RestoreOrder.Rollback;
import io.redoubt.data.RestoreOutcome;
import io.redoubt.testkit.KilledChild;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.UnaryOperator;

/// A process that restores into PostgreSQL, and waits to be killed when that is filled and no directory is in place.
final class KilledRestore {

    private KilledRestore() {}

    static RestoreOutcome restore(Path backup, Path identity, InstancePlace place, UnaryOperator<Admission> admission) {
        return new OwnBackups(TestPolicies.TODAY)
                .restore(new RestoreOrder(
                        backup,
                        Identities.read(identity),
                        place.data(),
                        Present.MOVED_ASIDE,
                        KnownPast.nothing(),
                        Rollback.ACKNOWLEDGED,
                        admission.apply(
                                InstanceBackup.admission(place, "uid:0", TestPolicies.TODAY, new SecureRandom()))));
    }

    /// Arguments: the backup, the identity, the node's directory, and the URL.
    public static void main(String[] arguments) {
        InstancePlace place = SharingInstance.place(Path.of(arguments[2]), arguments[3]);
        restore(Path.of(arguments[0]), Path.of(arguments[1]), place, filling -> (directory, manifest, givenUp) -> {
            long epoch = filling.admit(directory, manifest, givenUp);
            KilledChild.waitAt("filled");
            return epoch;
        });
    }
}
