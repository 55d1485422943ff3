package dev.rollbackbot.simulation.truth;

import dev.rollbackbot.incident.Command;
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

  /** Whether somebody pressed that by then. */
  boolean pressed(IncidentId incident, Instant by, Predicate<Command> command);
}
