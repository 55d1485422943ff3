package dev.rollbackbot.work;

import dev.rollbackbot.app.IncidentStore.Loaded;
import dev.rollbackbot.incident.IncidentId;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Makes sure that nothing waits unseen: a process may have died between ending a task and looking
 * again. Asking for what is there already changes nothing.
 */
final class Sweep {
  static final String NAME = "sweep";

  private final WorkPorts ports;
  private final Queue queue;
  private final InstantSource clock;

  Sweep(WorkPorts ports, Queue queue, InstantSource clock) {
    this.ports = ports;
    this.queue = queue;
    this.clock = clock;
  }

  void run() {
    Instant now = clock.instant();
    for (IncidentId busy : ports.outbox().busy()) {
      queue.add(OutboxTask.NAME, Instances.of(busy), now);
    }
    for (String job : ports.jobs().unfinished()) {
      queue.add(JobTask.NAME, job, now);
    }
    for (IncidentId measuring : ports.incidents().measuring()) {
      if (ports
          .incidents()
          .load(measuring)
          .flatMap(Loaded::incident)
          .flatMap(ports.wanted())
          .isPresent()) {
        queue.add(ProbeTask.NAME, Instances.of(measuring), now);
      }
    }
  }
}
