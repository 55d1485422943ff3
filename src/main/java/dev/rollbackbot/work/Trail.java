package dev.rollbackbot.work;

import dev.rollbackbot.incident.IncidentId;
import org.slf4j.MDC;

/** Adds the incident to every log line of a task. */
final class Trail implements AutoCloseable {
  private static final String KEY = "incident";

  private Trail() {}

  static Trail of(IncidentId incident) {
    again(incident);
    return new Trail();
  }

  /** Sets it again after a call that may have cleared it. */
  static void again(IncidentId incident) {
    MDC.put(KEY, incident.label());
  }

  @Override
  public void close() {
    MDC.remove(KEY);
  }
}
