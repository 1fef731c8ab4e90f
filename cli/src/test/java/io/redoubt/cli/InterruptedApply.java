package io.redoubt.cli;

import io.redoubt.control.Approval;
import io.redoubt.control.Change;
import io.redoubt.control.ChangeState;
import io.redoubt.control.ControlId;
import io.redoubt.control.Holder;
import io.redoubt.control.Mended;
import io.redoubt.control.Plan;
import io.redoubt.control.Subject;
import io.redoubt.store.SecretBytes;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A process that works on a change until it is ended.
final class InterruptedApply {

    private InterruptedApply() {}

    public static void main(String[] arguments) throws IOException {
        ChangeState state = switch (arguments[0]) {
            case "intended" ->
                new ChangeState.Intended(approval(), Operator.NOW.plusSeconds(600), Holder.ofThisProcess());
            case "permanent" -> new ChangeState.Applied(approval(), null, Holder.ofThisProcess());
            default -> new ChangeState.Approved(approval());
        };
        Plan plan = new Plan(
                "door",
                List.of(new Mended(
                        new ControlId("tls.minimum-version"),
                        Subject.of("https://shop.example.com"),
                        List.of("open"),
                        List.of())),
                "file:///door",
                "shut the door",
                "-open\n+shut",
                List.of(),
                "by looking",
                "by opening",
                new TreeMap<>(),
                SecretBytes.ofUtf8("open"));
        Change change = new Change("chg_1", 3, "web-1", plan, state, Operator.NOW, Operator.NOW);
        PrintStream told = System.out;
        try (var _ = new UnderWay(() -> Optional.of(change), told, " --data here")) {
            System.out.println("working");
            // A line, or the end of whoever would have written it.
            System.in.read();
        }
    }

    private static Approval approval() {
        return new Approval("kim", "sha256:00", Operator.NOW, null);
    }
}
