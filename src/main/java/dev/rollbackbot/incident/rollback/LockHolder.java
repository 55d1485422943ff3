package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.incident.Declaration.Purpose;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import java.time.Instant;
import java.util.Optional;

/**
 * The incident that holds the lock of a provider's resource.
 *
 * @param incident its number
 * @param lead user id of its lead, whom others can ask; empty: the incident is private
 * @param lock its key; empty: it was stored before that was recorded
 * @param purpose why it was declared; empty: because something is wrong, or it was not recorded
 */
public record LockHolder(
    int incident, String lead, Instant since, Optional<String> lock, Optional<Purpose> purpose) {
  /** Its number as others read it: a rehearsal is told apart from what is real. */
  public String label() {
    String label = new IncidentId(incident).label();
    return purpose.equals(Optional.of(Purpose.DRILL)) ? IncidentDetails.DRILL + " " + label : label;
  }
}
