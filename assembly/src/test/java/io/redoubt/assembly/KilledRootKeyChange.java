package io.redoubt.assembly;

import io.redoubt.testkit.KilledChild;
import java.nio.file.Path;

/// A process that changes a root key, and waits at a step to be killed.
final class KilledRootKeyChange {

    private KilledRootKeyChange() {}

    /// Arguments: the home directory, the change, and the step.
    public static void main(String[] arguments) {
        RootKeyChangeTest.Way way = RootKeyChangeTest.Way.valueOf(arguments[1]);
        Path home = Path.of(arguments[0]);
        Instance instance = RootKeyChangeTest.open(home, RootKeyChangeTest.FORMER);
        instance.changeRootKey(way.target(home), "uid:0", step -> {
            if (step.name().equals(arguments[2])) {
                KilledChild.waitAt(arguments[2]);
            }
        });
    }
}
