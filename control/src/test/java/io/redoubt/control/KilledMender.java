package io.redoubt.control;

import io.redoubt.policy.Mode;
import io.redoubt.testkit.KilledChild;
import java.nio.file.Path;
import java.util.Set;

/// A process that works on a change until it comes to a point, says so, and waits there to be killed.
final class KilledMender {

    private KilledMender() {}

    /// Arguments: the directory and the point.
    public static void main(String[] arguments) throws Exception {
        String point = arguments[1];
        ChangeFixture fixture = new ChangeFixture(Path.of(arguments[0]), Mode.ENFORCE, at -> waitAt(at, point));
        fixture.drain = () -> waitAt("intended, not settled", point);
        Change planned = fixture.planned();
        waitAt("planned", point);
        fixture.mender.approve(planned.id(), planned.plan().digest(), "kim", Mender.INTERACTIVE_LEASE);
        waitAt("approved", point);
        fixture.mender.apply(planned.id(), "kim");
        waitAt("verified", point);
        if (Set.of("reverting", "half undone", "undone, not said").contains(point)) {
            fixture.mender.undo(planned.id(), "kim");
        }
        fixture.mender.confirm(planned.id(), "kim");
        waitAt("kept", point);
        throw new IllegalStateException("there is no point " + point);
    }

    private static void waitAt(String at, String point) {
        if (at.equals(point)) {
            KilledChild.waitAt(point);
        }
    }
}
