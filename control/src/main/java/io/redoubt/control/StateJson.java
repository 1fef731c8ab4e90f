package io.redoubt.control;

import io.redoubt.control.ChangeState.Abandoned;
import io.redoubt.control.ChangeState.Applied;
import io.redoubt.control.ChangeState.Approved;
import io.redoubt.control.ChangeState.Conflicted;
import io.redoubt.control.ChangeState.Expired;
import io.redoubt.control.ChangeState.Failed;
import io.redoubt.control.ChangeState.Intended;
import io.redoubt.control.ChangeState.Kept;
import io.redoubt.control.ChangeState.Planned;
import io.redoubt.control.ChangeState.Reverting;
import io.redoubt.control.ChangeState.Undone;
import io.redoubt.control.ChangeState.Verified;
import io.redoubt.control.ChangeState.Withdrawn;
import io.redoubt.ledger.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How the state of a change is kept.
final class StateJson {

    private StateJson() {}

    static Json of(ChangeState state) {
        TreeMap<String, Json> members = new TreeMap<>(Map.of("state", Json.of(state.text())));
        switch (state) {
            case Planned() -> {}
            case Approved(Approval approval) -> members.put("approval", of(approval));
            case Intended(Approval approval, Instant ends, Holder holder) -> underWay(members, approval, ends, holder);
            case Applied(Approval approval, Instant ends, Holder holder) -> underWay(members, approval, ends, holder);
            case Verified(Approval approval, Instant ends, Holder holder, String observed) -> {
                underWay(members, approval, ends, holder);
                members.put("observed", Json.of(observed));
            }
            case Kept(Approval approval, String by, String observed) -> {
                members.put("approval", of(approval));
                members.put("by", Json.of(by));
                members.put("observed", Json.of(observed));
            }
            case Reverting(Approval approval, Ending ending, Holder holder) -> {
                underWay(members, approval, null, holder);
                members.put("ending", of(ending));
            }
            case Conflicted(Approval approval, Ending ending, Holder holder, String why) -> {
                underWay(members, approval, null, holder);
                members.put("ending", of(ending));
                members.put("why", Json.of(why));
            }
            case Withdrawn(String by, String why) -> said(members, by, why);
            case Failed(String by, String why) -> said(members, by, why);
            case Abandoned(String by, String why) -> said(members, by, why);
            case Undone(String by) -> members.put("by", Json.of(by));
            case Expired() -> {}
        }
        return new Json.Obj(members);
    }

    static ChangeState read(Fields in) {
        return switch (in.text("state")) {
            case "planned" -> new Planned();
            case "approved" -> new Approved(approval(in));
            case "intended" -> new Intended(approval(in), ends(in), holder(in));
            case "applied" -> new Applied(approval(in), ends(in), holder(in));
            case "verified" ->
                new Verified(approval(in), Instant.parse(in.text("ends")), holder(in), in.text("observed"));
            case "kept" -> new Kept(approval(in), in.text("by"), in.text("observed"));
            case "reverting" -> new Reverting(approval(in), ending(in.fields("ending")), holder(in));
            case "conflicted" -> new Conflicted(approval(in), ending(in.fields("ending")), holder(in), in.text("why"));
            case "withdrawn" -> new Withdrawn(in.text("by"), in.text("why"));
            case "failed" -> new Failed(in.text("by"), in.text("why"));
            case "abandoned" -> new Abandoned(in.text("by"), in.text("why"));
            case "undone" -> new Undone(in.text("by"));
            case "expired" -> new Expired();
            case String other -> throw new IllegalArgumentException("no state of a change: " + other);
        };
    }

    private static void underWay(Map<String, Json> members, Approval approval, @Nullable Instant ends, Holder holder) {
        members.put("approval", of(approval));
        if (ends != null) {
            members.put("ends", Json.of(ends.toString()));
        }
        members.put(
                "holder",
                Json.of(Map.of(
                        "boot", Json.of(holder.boot()),
                        "pid", Json.of(Long.toString(holder.pid())),
                        "start", Json.of(holder.start()))));
    }

    private static void said(Map<String, Json> members, String by, String why) {
        members.put("by", Json.of(by));
        members.put("why", Json.of(why));
    }

    private static Json of(Approval approval) {
        TreeMap<String, Json> members = new TreeMap<>(Map.of(
                "by", Json.of(approval.by()),
                "digest", Json.of(approval.digest()),
                "at", Json.of(approval.at().toString())));
        if (approval.lease() != null) {
            members.put("lease", Json.of(approval.lease().toString()));
        }
        return new Json.Obj(members);
    }

    private static Json of(Ending ending) {
        return switch (ending) {
            case Ending.ByRequest(String actor) -> Json.of(Map.of("kind", Json.of("request"), "by", Json.of(actor)));
            case Ending.LeaseOver() -> Json.of(Map.of("kind", Json.of("lease")));
            case Ending.DidNotWork(String actor, String why) ->
                Json.of(Map.of("kind", Json.of("failure"), "by", Json.of(actor), "why", Json.of(why)));
        };
    }

    private static Approval approval(Fields in) {
        Fields approval = in.fields("approval");
        String lease = approval.textOrNull("lease");
        return new Approval(
                approval.text("by"),
                approval.text("digest"),
                Instant.parse(approval.text("at")),
                lease == null ? null : Duration.parse(lease));
    }

    private static @Nullable Instant ends(Fields in) {
        String ends = in.textOrNull("ends");
        return ends == null ? null : Instant.parse(ends);
    }

    private static Holder holder(Fields in) {
        Fields holder = in.fields("holder");
        return new Holder(holder.text("boot"), Long.parseLong(holder.text("pid")), holder.text("start"));
    }

    private static Ending ending(Fields ending) {
        return switch (ending.text("kind")) {
            case "request" -> new Ending.ByRequest(ending.text("by"));
            case "lease" -> new Ending.LeaseOver();
            case "failure" -> new Ending.DidNotWork(ending.text("by"), ending.text("why"));
            case String other -> throw new IllegalArgumentException("no ending of a change: " + other);
        };
    }
}
