package io.redoubt.server.view;

import io.redoubt.assembly.Core;
import io.redoubt.assembly.Instance;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.Scope;
import io.redoubt.control.Posture;
import io.redoubt.control.PostureHistory;
import io.redoubt.control.Standing;
import io.redoubt.control.Turn;
import io.redoubt.ledger.LedgerStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what the core knows. Changes nothing. Thread-safe.
public final class Reading {

    private static final Duration LATELY = Duration.ofDays(1);
    private static final int MOST_TURNS = 20;

    private final Core core;
    private volatile @Nullable Made made;

    private record Made(Policy policy, Scope scope) {}

    public Reading(Core core) {
        this.core = core;
    }

    /// What the policy in force declares. Made once for each policy: its names are resolved and remembered by it.
    public Scope scope() {
        Policy policy = core.policy();
        Made known = made;
        if (known != null && known.policy().equals(policy)) {
            return known.scope();
        }
        Scope scope = core.assembly().ofPolicy(policy, core.instance());
        made = new Made(policy, scope);
        return scope;
    }

    public Overview overview() {
        Instance instance = core.instance();
        Instant now = core.clock().instant();
        Policy policy = core.policy();
        Scope scope = scope();
        PostureHistory history = instance.posture();
        history.catchUp();
        List<Standing> standings = history.standings();
        return new Overview(
                instance.place().name(),
                instance.node(),
                now,
                policy,
                instance.policies().active(),
                scope,
                Posture.of(scope.controls(), standings, scope.waivers(), policy.checks()::every, now),
                history.newestTurns(standings, now.minus(LATELY), MOST_TURNS).stream()
                        .filter(turn -> turn.before() != null)
                        .toList(),
                instance.ledger(LedgerStream.EVIDENCE).checkpoint());
    }

    /// Every turn of every verdict, oldest first.
    public List<Turn> turns() {
        return core.instance().posture().turns(Instant.EPOCH);
    }
}
