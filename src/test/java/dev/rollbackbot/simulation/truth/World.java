package dev.rollbackbot.simulation.truth;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** The simulated world, which knows what is so whatever the bot was told. */
public interface World {
  /** Every deployment of a service so far, the newest first. */
  List<Deployment> deployments(String service);

  /** Whether a probe had that verdict at that time. */
  boolean measured(Verdict verdict, Instant at);

  /** Whether a rollback of that incident took effect by then. */
  boolean changedSomething(IncidentId incident, Instant by);

  /** Whether a rollback of that incident made that version of a service live by then. */
  boolean madeLive(IncidentId incident, String service, String version, Instant by);

  /** Whether the provider said at that time that a change of that incident waits for a person. */
  boolean waited(IncidentId incident, Instant at);

  /** The events of another incident until then. */
  List<Event> events(IncidentId incident, Instant until);

  /** How often that was measured for a trigger, or said by an alert, by then. */
  int readings(String text, Instant by);

  /**
   * So many measurements of the trigger had that verdict in a row; inconclusive ones are left out.
   */
  int row(Verdict verdict, Instant until);

  /** Whether the last measurement of the trigger passed or failed. */
  boolean lastIsConclusive(Instant until);

  /** Whether another system said by then that it fires, or that it is over. */
  boolean alerted(boolean firing, Instant by);

  /** Whether any rollback began without an approval by then. */
  boolean startedByItself(Instant by);

  /** Whether somebody pressed that by then. */
  boolean pressed(IncidentId incident, Instant by, Predicate<Command> command);
}
