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
        switch (point) {
            case "withdrawn" -> {
                fixture.mender.withdraw(planned.id(), "kim", "not now");
                waitAt("withdrawn", point);
            }
            // Proof or undoing fails where it does so in the world.
            case "failed" -> fixture.remedy.mark("stuck");
            case "conflicted", "abandoned" -> {
                fixture.remedy.mark("stuck");
                fixture.remedy.mark("welded");
            }
            case "conflicted, as before" -> {
                fixture.remedy.mark("stuck");
                fixture.remedy.mark("rusted");
            }
            default -> {}
        }
        fixture.mender.approve(planned.id(), planned.plan().digest(), "kim", Mender.INTERACTIVE_LEASE);
        waitAt("approved", point);
        fixture.mender.apply(planned.id(), "kim");
        Set.of("verified", "failed", "conflicted", "conflicted, as before").forEach(at -> waitAt(at, point));
        if (point.equals("abandoned")) {
            fixture.mender.abandon(planned.id(), "kim");
            waitAt("abandoned", point);
        }
        if (point.equals("expired")) {
            fixture.now = ChangeFixture.NOW.plus(Mender.INTERACTIVE_LEASE);
            fixture.mender.reconciler().run(fixture.now);
            waitAt("expired", point);
        }
        if (Set.of("reverting", "half undone", "undone, not said", "undone").contains(point)) {
            fixture.mender.undo(planned.id(), "kim");
            waitAt("undone", point);
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
