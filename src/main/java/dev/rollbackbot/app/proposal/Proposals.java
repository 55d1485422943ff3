package dev.rollbackbot.app.proposal;

import dev.rollbackbot.app.IncidentCommands.AlreadyOpen;
import dev.rollbackbot.app.IncidentCommands.CommandResult;
import dev.rollbackbot.app.IncidentCommands.Committed;
import dev.rollbackbot.app.IncidentCommands.NotStored;
import dev.rollbackbot.app.IncidentCommands.PerhapsStored;
import dev.rollbackbot.app.IncidentCommands.Refused;
import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.proposal.Judgement;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Proposes rollbacks, and tells what is open that a trigger fired or recovered. Saying the same
 * again changes nothing, so whoever is not sure says it again.
 */
public final class Proposals {
  /** A race with somebody who opens or ends an incident at that moment. */
  private static final int TRIES = 3;

  private final IncidentService incidents;
  private final InstantSource clock;

  public Proposals(IncidentService incidents, InstantSource clock) {
    this.incidents = incidents;
    this.clock = clock;
  }

  /** One proposal or incident at a time for a runbook and environment. */
  public ProposalOutcome propose(
      Runbook runbook, String environment, Suspicion suspicion, TriggerMode mode) {
    ProposalOutcome last = new ProposalOutcome.TryAgain("It was not tried.");
    for (int i = 0; i < TRIES; i++) {
      Optional<IncidentId> open = incidents.open(runbook.id(), environment);
      last =
          open.isPresent()
              ? tell(open.get(), suspicion)
              : begin(runbook, environment, suspicion, mode);
      if (!(last instanceof ProposalOutcome.TryAgain)) {
        return last;
      }
    }
    return last;
  }

  /** Tells it where something is open; empty: nothing is, and nothing is begun. */
  public Optional<ProposalOutcome> addToOpen(
      String runbook, String environment, Suspicion suspicion) {
    return incidents.open(runbook, environment).map(open -> tell(open, suspicion));
  }

  /** Whether a drill is open there, and no incident. */
  public boolean isInDrill(String runbook, String environment) {
    return incidents
        .open(runbook, environment)
        .flatMap(incidents::incident)
        .filter(open -> open.details().isDrill())
        .isPresent();
  }

  private ProposalOutcome begin(
      Runbook runbook, String environment, Suspicion suspicion, TriggerMode mode) {
    CommandResult result =
        incidents.begin(
            runbook,
            environment,
            id ->
                new ProposalCommand.Propose(
                    clock.instant(), Actor.BOT, id, runbook, environment, suspicion, mode));
    return switch (result) {
      case Committed(var incident) -> new ProposalOutcome.Begun(incident.id());
      case AlreadyOpen(IncidentId open, var _) -> tell(open, suspicion);
      case Refused refused -> new ProposalOutcome.NotProposed(refused.text().plainText());
      case NotStored(String why) -> new ProposalOutcome.TryAgain(why);
      case PerhapsStored(String why) -> new ProposalOutcome.TryAgain(why);
    };
  }

  private ProposalOutcome tell(IncidentId open, Suspicion suspicion) {
    CommandResult result =
        incidents.tell(
            open, new ProposalCommand.TriggerFiredAgain(clock.instant(), Actor.BOT, suspicion));
    return switch (result) {
      case Committed(var incident) when incident.details().isDrill() ->
          new ProposalOutcome.ToldInDrill(open);
      case Committed _ -> new ProposalOutcome.AddedToOpen(open);
      case Refused refused -> new ProposalOutcome.NotProposed(refused.text().plainText());
      case AlreadyOpen _ -> new ProposalOutcome.TryAgain("Another one was opened meanwhile.");
      case NotStored(String why) -> new ProposalOutcome.TryAgain(why);
      case PerhapsStored(String why) -> new ProposalOutcome.TryAgain(why);
    };
  }

  /**
   * That trigger holds no longer. Without anything open there is nothing to do.
   *
   * @return false: it could not be stored; say it again
   */
  public boolean recovered(String runbook, String environment, String trigger) {
    return stored(
        runbook,
        environment,
        new ProposalCommand.TriggerRecovered(clock.instant(), Actor.BOT, trigger));
  }

  /**
   * An alert about that trigger has ended, or fires again. Without anything open there is nothing
   * to do.
   *
   * @return false: it could not be stored; say it again
   */
  public boolean alertChanged(
      String runbook, String environment, String trigger, boolean firing, boolean flaps) {
    return stored(
        runbook,
        environment,
        new ProposalCommand.AlertChanged(clock.instant(), Actor.BOT, trigger, firing, flaps));
  }

  private boolean stored(String runbook, String environment, ProposalCommand command) {
    return incidents
        .open(runbook, environment)
        .map(open -> incidents.tell(open, command))
        .filter(result -> result instanceof NotStored || result instanceof PerhapsStored)
        .isEmpty();
  }

  /**
   * Calls that listener after each judgement of a person was stored. A process that ends in between
   * loses the call, not the judgement: it is in the incident's events.
   */
  public void onJudged(Consumer<Judgement> listener) {
    incidents.onJudged(listener);
  }
}
