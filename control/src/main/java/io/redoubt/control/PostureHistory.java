package io.redoubt.control;

import io.redoubt.ledger.Entry;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Ledger;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// What was observed, over time. The ledger has it first; the tables in the store follow it, and can be made again from
/// it. Thread-safe.
public final class PostureHistory {

    private static final int PAGE = 1_000;

    private final Store store;
    private final Ledger evidence;
    private final String node;
    private final TimeOrderedId ids;

    /// @param node whose ledger it is
    /// @param ids  of events
    public PostureHistory(Store store, Ledger evidence, String node, TimeOrderedId ids) {
        this.store = store;
        this.evidence = evidence;
        this.node = node;
        this.ids = ids;
    }

    /// Records a round. When this returns, it is durable in the ledger and shows in the posture.
    ///
    /// @param controls what was asked: known subjects that it does not name any more are retired
    /// @param policy   the digest of the policy
    /// @return how many verdicts and retirements were recorded
    public synchronized int record(
            List<Assessment> round, RoundScope controls, String policy, String actor, Instant now) {
        catchUp();
        List<Event> events = new ArrayList<>();
        for (Assessment assessment : round) {
            events.add(ObservationEvent.assessed(ids.next(now), assessment, policy, actor));
        }
        for (Standing standing : controls.retired(own())) {
            // A clock that was set back does not keep what has left.
            Instant at = now.isBefore(standing.at()) ? standing.at() : now;
            events.add(ObservationEvent.retired(ids.next(now), standing, policy, at, actor));
        }
        for (int from = 0; from < events.size(); from += PAGE) {
            evidence.appendInParts(events.subList(from, Math.min(events.size(), from + PAGE)));
        }
        catchUp();
        return events.size();
    }

    /// Applies what the ledger holds and the tables do not, as after a crash.
    ///
    /// @throws ProblemException when the ledger holds less than the tables have seen of it
    public synchronized void catchUp() {
        long next =
                store.read(transaction -> transaction.posture().applied(node)).orElse(-1) + 1;
        long size = evidence.checkpoint().size();
        if (next > size) {
            throw new ProblemException(Problem.of(
                    "the ledger holds %d entries, and the store has seen %d of it: entries are missing"
                            .formatted(size, next),
                    "put the ledger back from a backup"));
        }
        for (List<Entry> page = evidence.read(next, PAGE); !page.isEmpty(); page = evidence.read(next, PAGE)) {
            List<Entry> entries = page;
            store.inTransaction(transaction -> {
                for (Entry entry : entries) {
                    ObservationEvent.read(entry.event(), node, entry.index())
                            .ifPresentOrElse(
                                    transaction.posture()::apply,
                                    () -> transaction.posture().skip(node, entry.index()));
                }
                return null;
            });
            next = page.getLast().index() + 1;
        }
    }

    /// Makes the tables anew from the ledger.
    public synchronized void rebuild() {
        store.inTransaction(transaction -> {
            transaction.posture().clear();
            return null;
        });
        catchUp();
    }

    /// Everything that is known, ordered by control, subject and vantage.
    public List<Standing> standings() {
        return store.read(transaction -> transaction.posture().all()).parallelStream()
                .map(ObservationEvent::standing)
                .toList();
    }

    /// What this node was the last to observe. What another one observes is there, whether this one names it or not.
    private List<Standing> own() {
        return store.read(transaction -> transaction.posture().all()).stream()
                .filter(standing -> standing.newest().node().equals(node))
                .map(ObservationEvent::standing)
                .toList();
    }

    /// The newest turn of each of these that turned since then, newest first.
    public List<Turn> newestTurns(List<Standing> standings, Instant from, int atMost) {
        List<Standing> turned = standings.stream()
                .filter(standing -> !standing.since().isBefore(from))
                .sorted(Comparator.comparing(Standing::since).reversed())
                .limit(atMost)
                .toList();
        return store.read(transaction -> turned.stream()
                .map(standing -> {
                    var turns = transaction
                            .posture()
                            .turns(
                                    standing.control().value(),
                                    standing.subject().toString(),
                                    standing.vantage().name(),
                                    2);
                    return new Turn(
                            standing.control(),
                            standing.subject(),
                            standing.vantage(),
                            turns.size() < 2
                                    ? null
                                    : Standing.State.valueOf(turns.getLast().verdict()),
                            standing.state(),
                            standing.since());
                })
                .toList());
    }

    /// Every turn from then on, oldest first.
    public List<Turn> turns(Instant from) {
        List<Turn> turns = new ArrayList<>();
        Map<List<String>, Standing.State> before = new HashMap<>();
        for (var stored : store.read(transaction -> transaction.posture().turns(Instant.EPOCH))) {
            Standing.State after = Standing.State.valueOf(stored.verdict());
            Standing.State earlier = before.put(List.of(stored.control(), stored.subject(), stored.vantage()), after);
            if (!stored.at().isBefore(from)) {
                turns.add(new Turn(
                        new ControlId(stored.control()),
                        stored.subject().isEmpty() ? null : Subject.of(stored.subject()),
                        Vantage.valueOf(stored.vantage()),
                        earlier,
                        after,
                        stored.at()));
            }
        }
        return turns;
    }

    /// What a round asked about.
    ///
    /// @param controls with the subjects that the policy names now
    /// @param asked    those of which every subject was asked for: others keep what is known of them
    public record RoundScope(List<Control<?>> controls, Set<Vantage> reachable, Predicate<ControlId> asked) {

        public RoundScope {
            controls = List.copyOf(controls);
            reachable = Set.copyOf(reachable);
        }

        /// Those that left. A control that breaks where it should name its subjects does not say that they did.
        List<Standing> retired(List<Standing> standings) {
            Map<ControlId, Set<Subject>> named = new HashMap<>();
            Set<ControlId> broken = new HashSet<>();
            for (Control<?> control : controls) {
                ControlId id = control.row().id();
                try {
                    Set<Subject> subjects = named.computeIfAbsent(id, _ -> new HashSet<>());
                    NamedSubject.of(control).forEach(each -> subjects.add(each.subject()));
                } catch (RuntimeException _) {
                    broken.add(id);
                }
            }
            return standings.stream()
                    .filter(standing -> standing.state() != Standing.State.RETIRED)
                    .filter(standing -> reachable.contains(standing.vantage()))
                    .filter(standing -> asked.test(standing.control()))
                    .filter(standing -> !broken.contains(standing.control()))
                    .filter(standing ->
                            !named.getOrDefault(standing.control(), Set.of()).contains(standing.subject()))
                    .toList();
        }
    }
}
