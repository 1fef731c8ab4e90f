package io.redoubt.control;

import io.redoubt.control.ChangeState.Applied;
import io.redoubt.control.ChangeState.Intended;
import io.redoubt.control.ChangeState.Reverting;
import io.redoubt.control.Workshop.Work;

/// Goes on with what a process left that is gone. Taking over is a move of its own: of two that try, one wins.
record Resuming(ChangeRecords records, Workshop workshop) {

    Change resume(Change change) throws InterruptedException {
        Holder us = workshop.bench.holder();
        return switch (change.state()) {
            case Intended intended -> {
                Intended ours = intended.takenOverBy(us);
                Change taken = records.advance(change, ours, actor());
                boolean over = ours.ends() != null && !records.now().isBefore(ours.ends());
                yield over
                        ? workshop.putBack(records.advance(taken, ours.reverting(new Ending.LeaseOver()), actor()))
                        : workshop.carryOut(taken, ours, workshop.observe(taken), Work.TAKEN_OVER);
            }
            case Applied applied -> {
                Applied ours = applied.takenOverBy(us);
                Change taken = records.advance(change, ours, actor());
                boolean over = ours.ends() != null && !records.now().isBefore(ours.ends());
                yield over
                        ? workshop.putBack(records.advance(taken, ours.reverting(new Ending.LeaseOver()), actor()))
                        : workshop.proveAgain(taken, ours);
            }
            case Reverting reverting -> workshop.putBack(records.advance(change, reverting.takenOverBy(us), actor()));
            case ChangeState _ -> throw new IllegalArgumentException("nothing to resume of " + change.id());
        };
    }

    String actor() {
        return "node:" + records.node();
    }
}
