package io.redoubt.control;

import io.redoubt.control.Task.Outcome;
import io.redoubt.control.Verdict.State;
import io.redoubt.control.Verdict.Unknown;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One pass over what is to be assessed. The thread that runs it starts the looks, waits for their outcomes and is the
/// watchdog over them; all state is confined to it, but for the queue of outcomes.
final class Round {

    /// How long interrupted looks may take to end before those that wait for their threads are given up.
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(500);

    private record Ended(Task task, Outcome outcome) {}

    private final InstantSource clock;
    private final Limits limits;
    private final Lookers lookers;
    private final AssessmentListener listener;

    private final List<Task> tasks = new ArrayList<>();
    private final Map<String, HostQueue> hosts = new HashMap<>();
    private final Map<Subject, SubjectBudget> budgets = new HashMap<>();
    private final SequencedSet<HostQueue> ready = new LinkedHashSet<>();
    private final Set<SubjectBudget> spending = new LinkedHashSet<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private int running;
    private int decided;

    /// @param lookers those of earlier rounds may still hang
    Round(InstantSource clock, Limits limits, Lookers lookers, AssessmentListener listener) {
        this.clock = clock;
        this.limits = limits;
        this.lookers = lookers;
        this.listener = listener;
    }

    void add(Control<?> control) {
        Row row = control.row();
        try {
            for (NamedSubject named : NamedSubject.of(control)) {
                Subject subject = named.subject();
                if (named.refused() == null) {
                    add(control, row, subject, control.host(subject));
                } else {
                    decide(add(control, row, subject, subject.toString()), named.refused(), clock.instant());
                }
            }
        } catch (Throwable fault) {
            Subject itself = Subject.of("control:" + row.id());
            Task task = add(control, row, itself, itself.toString());
            listener.broken(row.id(), itself, fault);
            decide(task, Task.broken(fault), clock.instant());
        }
    }

    private Task add(Control<?> control, Row row, Subject subject, String hostName) {
        HostQueue host = hosts.computeIfAbsent(hostName, name -> new HostQueue(name, limits.perHost()));
        SubjectBudget budget = budgets.computeIfAbsent(
                subject, _ -> new SubjectBudget(limits.timeout().toNanos()));
        Task task = new Task(control, row, subject, host, budget);
        tasks.add(task);
        host.add(task);
        budget.add(task);
        ready.add(host);
        return task;
    }

    List<Assessment> run() {
        try {
            while (decided < tasks.size()) {
                startWhatMay();
                if (running > 0) {
                    await();
                    expire();
                } else if (decided < tasks.size() && !threadCameBack()) {
                    giveUp(tasks, timedOut(lookers.count() + " other looks hang, and no thread is left for this one"));
                }
            }
        } catch (InterruptedException _) {
            giveUp(tasks, new Unknown("interrupted before there was an answer", "run it again"));
            Thread.currentThread().interrupt();
        } finally {
            tasks.stream().filter(Task::isRunning).forEach(Task::interrupt);
        }
        return tasks.stream().map(Task::assessment).toList();
    }

    private void startWhatMay() {
        while (!ready.isEmpty()
                && running < limits.atOnce()
                && lookers.count() < limits.atOnce() + limits.abandoned()) {
            HostQueue host = ready.removeFirst();
            Task task = host.next();
            if (task != null) {
                start(task);
            }
            if (host.mayStart()) {
                ready.add(host);
            }
        }
    }

    private void start(Task task) {
        if (lookers.isLooking(task.key())) {
            decide(task, new Unknown("the look before this one still hangs", ""), clock.instant());
            return;
        }
        try {
            task.started(
                    lookers.send(task.key(), () -> task.look(clock), outcome -> ended.add(new Ended(task, outcome))),
                    System.nanoTime());
        } catch (OutOfMemoryError _) {
            Unknown noThread = new Unknown("this machine has no thread left to look with", "raise its limit of tasks");
            decide(task, noThread, clock.instant());
            return;
        }
        running++;
        spending.add(task.budget());
    }

    private void await() throws InterruptedException {
        long now = System.nanoTime();
        long patience = spending.stream()
                .mapToLong(budget -> budget.leftNanos(now))
                .min()
                .orElseThrow();
        Ended next = ended.poll(patience, TimeUnit.NANOSECONDS);
        while (next != null) {
            // What comes after its time-out already has a verdict, and is thrown away.
            if (!next.task().isDecided()) {
                accept(next.task(), next.outcome());
            }
            next = ended.poll();
        }
    }

    private boolean threadCameBack() throws InterruptedException {
        return ended.poll(INTERRUPT_GRACE.toMillis(), TimeUnit.MILLISECONDS) != null;
    }

    private void accept(Task task, Outcome outcome) {
        if (outcome.fault() != null) {
            listener.broken(task.key().control(), task.subject(), outcome.fault());
        }
        decide(task, outcome.verdict(), outcome.at());
        if (outcome.verdict().state() == State.UNKNOWN) {
            giveUpIfSilent(task.host());
        } else {
            task.host().answered(System.nanoTime());
        }
    }

    private void expire() {
        long now = System.nanoTime();
        List<SubjectBudget> spent =
                spending.stream().filter(budget -> budget.leftNanos(now) <= 0).toList();
        for (SubjectBudget budget : spent) {
            giveUp(budget.tasks(), timedOut("no answer within " + text(limits.timeout())));
            budget.tasks().stream().map(Task::host).distinct().forEach(this::giveUpIfSilent);
        }
        spending.removeIf(budget -> !budget.isRunning());
    }

    /// A host that told nothing for a whole time-out is not asked again: each of its subjects would take another one.
    private void giveUpIfSilent(HostQueue host) {
        if (host.silentNanos(System.nanoTime()) >= limits.timeout().toNanos()) {
            giveUp(host.drain(), timedOut(host.host() + " told nothing for " + text(limits.timeout())));
        }
    }

    private void giveUp(List<Task> some, Unknown verdict) {
        for (Task task : some) {
            if (!task.isDecided()) {
                task.interrupt();
                decide(task, verdict, clock.instant());
            }
        }
    }

    private void decide(Task task, Verdict verdict, Instant at) {
        boolean ran = task.isRunning();
        Assessment assessment = task.decide(verdict, at, System.nanoTime());
        decided++;
        if (ran) {
            running--;
            if (task.host().mayStart()) {
                ready.add(task.host());
            }
        }
        listener.assessed(assessment, decided, tasks.size());
    }

    private static Unknown timedOut(String why) {
        return new Unknown(why, "see what holds it up, or raise checks.timeout");
    }

    /// `10 s`, `2.5 s`.
    private static String text(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
