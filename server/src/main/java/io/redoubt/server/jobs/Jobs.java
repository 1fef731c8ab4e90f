package io.redoubt.server.jobs;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.redoubt.assembly.Core;
import io.redoubt.assembly.Policy;
import io.redoubt.control.Control;
import io.redoubt.control.ControlId;
import io.redoubt.control.Standing;
import io.redoubt.control.TimeOrderedId;
import io.redoubt.control.Vantage;
import io.redoubt.server.view.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What this node does by itself: each control of the policy is looked at when its time has come, those of the wire
/// by one node for all, those of a machine by that machine. A job is claimed in the store, so that one node at a time
/// does it; one whose node has died is claimed by another within 25 s.
public final class Jobs implements AutoCloseable {

    private static final Duration TEND = Duration.ofSeconds(5);
    /// So that a start is not held up by its first looks.
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final String LOOK = "look";

    private final Core core;
    private final Watches watches;
    private final String name;
    private final CustomTask<Void> forAll;
    private final CustomTask<Void> forThisNode;
    private final Scheduler scheduler;
    private volatile @Nullable Policy arranged;

    private Jobs(Core core, Reading reading, List<Tick> ticks) {
        String node = core.instance().node();
        this.core = core;
        this.watches = new Watches(core, reading);
        // Not the node alone: what a process of it left behind is not ours.
        this.name = node + "/"
                + new TimeOrderedId("run", core.random()).next(core.clock().instant());
        this.forAll = looking(LOOK);
        this.forThisNode = looking(LOOK + "@" + node);
        List<RecurringTask<Void>> own = Stream.concat(Stream.of(new Tick("tend", TEND, this::tend)), ticks.stream())
                .map(tick -> recurring(tick, node))
                .toList();
        this.scheduler =
                Claims.scheduler(core.instance().store(), name, core.clock(), List.of(forAll, forThisNode), own);
    }

    /// @param ticks what else this node does
    public static Jobs start(Core core, Reading reading, List<Tick> ticks) {
        Jobs jobs = new Jobs(core, reading, ticks);
        jobs.tend();
        jobs.scheduler.start();
        return jobs;
    }

    private CustomTask<Void> looking(String task) {
        return Tasks.custom(task, Void.class)
                .onDeadExecutionRevive()
                .onFailureReschedule(FixedDelay.of(Duration.ofMinutes(1)))
                .execute(this::look);
    }

    private static RecurringTask<Void> recurring(Tick tick, String node) {
        return Tasks.recurring(tick.name() + "@" + node, FixedDelay.of(tick.every()))
                .execute((_, _) -> {
                    try {
                        tick.task().run();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// A job of a control that the policy has no more ends here.
    private CompletionHandler<Void> look(TaskInstance<Void> job, ExecutionContext context) {
        Optional<Watches.Watch> watch = watches.of(new ControlId(job.getId()));
        if (watch.isEmpty()) {
            return new CompletionHandler.OnCompleteRemove<>();
        }
        try {
            watch.get().survey().look(watch.get().control(), () -> isStillOurs(job, context));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return (complete, operations) -> operations.reschedule(
                complete, complete.getTimeDone().plus(watch.get().every()));
    }

    /// Who was stopped for a while finds out here that another has taken over.
    private boolean isStillOurs(TaskInstance<Void> job, ExecutionContext context) {
        return context.getSchedulerClient()
                .getScheduledExecution(job)
                .filter(ScheduledExecution::isPicked)
                .filter(execution -> name.equals(execution.getPickedBy()))
                .filter(execution -> execution
                        .getExecutionTime()
                        .equals(context.getExecution().getExecutionTime()))
                .isPresent();
    }

    /// Sees to it that each control of the policy in force has its job.
    private void tend() {
        Policy policy = core.policy();
        if (policy.equals(arranged)) {
            return;
        }
        Map<ControlId, Instant> seen = new HashMap<>();
        for (Standing standing : core.instance().posture().standings()) {
            seen.merge(standing.control(), standing.at(), (a, b) -> a.isBefore(b) ? a : b);
        }
        for (Control<?> control : watches.scope().controls()) {
            ControlId id = control.row().id();
            arrange(control, policy.checks().every(id), seen.get(id));
        }
        watches.survey().retire();
        arranged = policy;
    }

    private void arrange(Control<?> control, Duration every, @Nullable Instant seen) {
        Instant soon = core.clock().instant().plus(SETTLING);
        Instant due = seen == null || seen.plus(every).isBefore(soon) ? soon : seen.plus(every);
        CustomTask<Void> task = control.row().vantage() == Vantage.WIRE ? forAll : forThisNode;
        TaskInstance<Void> job = task.instance(control.row().id().value());
        boolean added = scheduler.scheduleIfNotExists(job, due);
        if (!added && arranged(job).isAfter(due)) {
            scheduler.reschedule(job, due);
        }
    }

    private Instant arranged(TaskInstance<Void> job) {
        return scheduler
                .getScheduledExecution(job)
                .map(ScheduledExecution::getExecutionTime)
                .orElse(Instant.MAX);
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
