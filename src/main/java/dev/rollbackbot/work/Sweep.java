package dev.rollbackbot.work;

import dev.rollbackbot.app.IncidentStore.Loaded;
import dev.rollbackbot.incident.IncidentId;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Schedules work that has no task: a process may have died after it removed a task and before it
 * looked for new rows. Scheduling an existing task changes nothing.
 */
final class Sweep {
  static final String NAME = "sweep";

  private final WorkPorts dependencies;
  private final Queue tasks;
  private final InstantSource clock;

  Sweep(WorkPorts dependencies, Queue tasks, InstantSource clock) {
    this.dependencies = dependencies;
    this.tasks = tasks;
    this.clock = clock;
  }

  void run() {
    Instant now = clock.instant();
    for (IncidentId incident : dependencies.outbox().busy()) {
      tasks.add(OutboxTask.NAME, Instances.of(incident), now);
    }
    for (String job : dependencies.jobs().unfinished()) {
      tasks.add(JobTask.NAME, job, now);
    }
    for (IncidentId measuring : dependencies.incidents().measuring()) {
      if (dependencies
          .incidents()
          .load(measuring)
          .flatMap(Loaded::incident)
          .flatMap(dependencies.wanted())
          .isPresent()) {
        tasks.add(ProbeTask.NAME, Instances.of(measuring), now);
      }
    }
  }
}
