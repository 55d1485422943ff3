package dev.rollbackbot.work;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Schedules work that has no task: a process may have died after it removed a task and before it
 * looked for new rows. Scheduling an existing task changes nothing. Releases locks that no step
 * needs.
 */
record MissedWorkSweep(
    WorkerDependencies dependencies, ScheduledTasksTable tasks, InstantSource clock) {
  static final String NAME = "sweep";

  void run() {
    Instant now = clock.instant();
    for (IncidentId incident : dependencies.outbox().incidentsWithWaitingRows()) {
      tasks.scheduleIfAbsent(OutboxTask.NAME, TaskInstanceIds.of(incident), now);
    }
    for (String job : dependencies.jobs().unfinished()) {
      tasks.scheduleIfAbsent(JobTask.NAME, job, now);
    }
    dependencies.incidents().incidentsWithLocks().forEach(this::releaseStrayLocks);
    for (IncidentId measuring : dependencies.incidents().incidentsBeingMeasured()) {
      if (dependencies.probeRound(measuring).isPresent()) {
        tasks.scheduleIfAbsent(ProbeTask.NAME, TaskInstanceIds.of(measuring), now);
      }
    }
  }

  /** A lock is released with the outcome; this finds those that no step accounts for. */
  private void releaseStrayLocks(IncidentId id) {
    dependencies
        .incidents()
        .inTransaction(unit -> {
          Optional<Incident> incident = unit.load(id).incident();
          unit.releaseLocks(id, incident.map(Incident::locksUnderChange).orElse(Set.of()));
          return incident;
        });
  }
}
