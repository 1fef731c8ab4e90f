package io.redoubt.control;

/// Why a change is put back, and so what it ends as.
public sealed interface Ending {

    record ByRequest(String actor) implements Ending {}

    record LeaseOver() implements Ending {}

    /// @param actor who had approved it
    /// @param why   one line
    record DidNotWork(String actor, String why) implements Ending {}

    default ChangeState reached() {
        return switch (this) {
            case ByRequest(String actor) -> new ChangeState.Undone(actor);
            case LeaseOver() -> new ChangeState.Expired();
            case DidNotWork(String actor, String why) -> new ChangeState.Failed(actor, why);
        };
    }
}
