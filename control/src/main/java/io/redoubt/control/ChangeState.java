package io.redoubt.control;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How far a change has come. A state offers the moves that may follow it and no other, so an illegal one does not
/// compile.
///
/// ```
/// Planned → Approved → Intended → Applied → Verified → Kept
///    ↓         ↓           ↓         ↓         ↓
///  Withdrawn            Reverting ←──────────────  → Undone | Expired | Failed
///                          ↓
///                      Conflicted → Reverting | Abandoned | Failed
/// ```
public sealed interface ChangeState {

    /// Shown to whom it may concern; nothing is done before it is approved.
    record Planned() implements ChangeState {

        Approved approvedBy(Approval approval) {
            return new Approved(approval);
        }

        Withdrawn withdrawn(String by, String why) {
            return new Withdrawn(by, why);
        }
    }

    record Approved(Approval approval) implements ChangeState {

        /// @param at when it begins; a lease counts from here, so that it ends on time whatever happens on the way
        Intended intended(Instant at, Holder holder) {
            return new Intended(approval, approval.lease() == null ? null : at.plus(approval.lease()), holder);
        }

        Withdrawn withdrawn(String by, String why) {
            return new Withdrawn(by, why);
        }
    }

    /// The intent is durable; the world may be as it was, as it shall be, or in between.
    record Intended(Approval approval, @Nullable Instant ends, Holder holder) implements ChangeState {

        Intended takenOverBy(Holder other) {
            return new Intended(approval, ends, other);
        }

        Applied applied() {
            return new Applied(approval, ends, holder);
        }

        Reverting reverting(Ending ending) {
            return new Reverting(approval, ending, holder);
        }

        /// The remedy refused before it touched anything.
        Failed untouched(String why) {
            return new Failed(approval.by(), why);
        }

        Conflicted conflicted(Ending ending, String why) {
            return new Conflicted(approval, ending, holder, why);
        }
    }

    /// Done, and not yet seen by another path.
    record Applied(Approval approval, @Nullable Instant ends, Holder holder) implements ChangeState {

        Applied takenOverBy(Holder other) {
            return new Applied(approval, ends, other);
        }

        /// @param observed what the other path showed
        ChangeState verified(String observed) {
            return ends == null
                    ? new Kept(approval, approval.by(), observed)
                    : new Verified(approval, ends, holder, observed);
        }

        Reverting reverting(Ending ending) {
            return new Reverting(approval, ending, holder);
        }
    }

    /// It works, and is undone at its end unless somebody confirms it before.
    record Verified(Approval approval, Instant ends, Holder holder, String observed) implements ChangeState {

        /// @param seen what the other path shows now
        Kept confirmedBy(String actor, String seen) {
            return new Kept(approval, actor, seen);
        }

        Reverting reverting(Ending ending, Holder by) {
            return new Reverting(approval, ending, by);
        }
    }

    /// It works, and stays.
    record Kept(Approval approval, String by, String observed) implements ChangeState {

        Reverting reverting(Ending ending, Holder by) {
            return new Reverting(approval, ending, by);
        }
    }

    /// The intent to put the world back is durable.
    record Reverting(Approval approval, Ending ending, Holder holder) implements ChangeState {

        Reverting takenOverBy(Holder other) {
            return new Reverting(approval, ending, other);
        }

        ChangeState reverted() {
            return ending.reached();
        }

        Conflicted conflicted(String why) {
            return new Conflicted(approval, ending, holder, why);
        }
    }

    /// The world is neither what it was nor what the change makes of it, or could not be put back. Nothing is touched
    /// until somebody decides, or has made the world what it was.
    ///
    /// @param ending what it was on its way to
    /// @param why    what was found, and what one can do
    record Conflicted(Approval approval, Ending ending, Holder holder, String why) implements ChangeState {

        Reverting reverting(Ending other, Holder by) {
            return new Reverting(approval, other, by);
        }

        /// The world looks as it was before, and the remedy has undone the rest.
        ChangeState reverted() {
            return ending.reached();
        }

        Conflicted because(String other) {
            return new Conflicted(approval, ending, holder, other);
        }

        Abandoned abandonedBy(String actor) {
            return new Abandoned(actor, why);
        }
    }

    /// Nothing was ever touched.
    record Withdrawn(String by, String why) implements ChangeState {}

    /// The world is as it was before, because somebody wanted it.
    record Undone(String by) implements ChangeState {}

    /// The world is as it was before, because the lease ended.
    record Expired() implements ChangeState {}

    /// The world is as it was before, because the change did not work.
    record Failed(String by, String why) implements ChangeState {}

    /// The world stays as somebody found it.
    record Abandoned(String by, String why) implements ChangeState {}

    /// As it is kept and shown: `planned`.
    default String text() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /// Whether nothing more will happen to it by itself.
    default boolean finished() {
        return switch (this) {
            case Planned _, Approved _, Intended _, Applied _, Verified _, Reverting _, Conflicted _ -> false;
            case Kept _, Withdrawn _, Undone _, Expired _, Failed _, Abandoned _ -> true;
        };
    }

    /// When it ends by itself, or null.
    default @Nullable Instant endsAt() {
        return switch (this) {
            case Intended(var _, Instant ends, var _) -> ends;
            case Applied(var _, Instant ends, var _) -> ends;
            case Verified(var _, Instant ends, var _, var _) -> ends;
            case Planned _,
                    Approved _,
                    Kept _,
                    Reverting _,
                    Conflicted _,
                    Withdrawn _,
                    Undone _,
                    Expired _,
                    Failed _,
                    Abandoned _ -> null;
        };
    }

    /// Whether the world may hold it, so that no other change may touch the same target.
    default boolean holdsTarget() {
        return switch (this) {
            case Intended _, Applied _, Verified _, Reverting _, Conflicted _ -> true;
            case Planned _, Approved _, Kept _, Withdrawn _, Undone _, Expired _, Failed _, Abandoned _ -> false;
        };
    }
}
