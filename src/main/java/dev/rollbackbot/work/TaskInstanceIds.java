package dev.rollbackbot.work;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import java.time.Instant;

/** The ids of task instances in db-scheduler's table. */
final class TaskInstanceIds {
  private TaskInstanceIds() {}

  static String of(IncidentId incident) {
    return Integer.toString(incident.number());
  }

  static IncidentId incident(String instance) {
    return new IncidentId(Integer.parseInt(instance));
  }

  /**
   * A timer of an incident. Its time is part of its id, so that it can be scheduled again while it
   * is firing.
   */
  record TimerId(IncidentId incident, Effect.Timer timer, Instant at) {
    String prefix() {
      return incident.number() + ":" + timer + ":";
    }

    String instance() {
      return prefix() + at;
    }

    static TimerId parse(String instance) {
      String[] parts = instance.split(":", 3);
      return new TimerId(
          TaskInstanceIds.incident(parts[0]),
          Effect.Timer.valueOf(parts[1]),
          Instant.parse(parts[2]));
    }
  }
}
