package dev.rollbackbot.work;

import dev.rollbackbot.incident.IncidentId;
import org.slf4j.MDC;

/** Adds the incident to every log line of a task. */
final class IncidentMdc implements AutoCloseable {
  private IncidentMdc() {}

  static IncidentMdc of(IncidentId incident) {
    restore(incident);
    return new IncidentMdc();
  }

  /** Sets it again after a call that may have cleared it. */
  static void restore(IncidentId incident) {
    MDC.put("incident", incident.label());
  }

  @Override
  public void close() {
    MDC.remove("incident");
  }
}
