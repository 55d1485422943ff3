package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.Stage;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.evolver.Evolver;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The pure functions of an incident. */
public final class Incidents {
  private Incidents() {}

  /**
   * Accepts a command as events or rejects it. The command's own events come first, then those of
   * automatic transitions, such as the start of the next step.
   *
   * @param incident empty: nothing has been declared yet
   */
  public static Decision decide(Optional<Incident> incident, Command command) {
    return CommandRouter.decide(incident, command);
  }

  /**
   * Applies an event; replay calls this once for each stored event.
   *
   * @param before empty: nothing has been declared yet
   * @throws IllegalStateException when the event can't have happened in that state
   */
  public static Incident evolve(Optional<Incident> before, Event event) {
    return Evolver.evolve(before, event);
  }

  /** How far the incident had come after that many of its events; empty: it has fewer. */
  public static Optional<Stage> stageAfter(List<Event> events, long count) {
    Optional<Incident> incident = Optional.empty();
    for (Event event : events.subList(0, (int) Math.min(count, events.size()))) {
      incident = Optional.of(evolve(incident, event));
    }
    return incident.filter(_ -> count <= events.size()).map(i -> i.details().stage());
  }

  /**
   * The plan that an incident would get from what its services run, without an incident.
   *
   * @param details of an incident that nobody declared
   */
  public static State.Planning preview(
      IncidentDetails details, Outcome.Surveyed surveyed, RollbackHistory history, Instant at) {
    return switch (Planner.plan(details, surveyed, history, at)) {
      case Event.PlanMade made -> new State.Planned(made.plan(), made.warnings());
      case Event.PlanningFailed failed -> new State.NoPlan(failed.text());
      case Event other -> throw new IllegalStateException("no plan is made by " + other);
    };
  }

  /** Effects of a new event; not called on replay. */
  public static List<Effect> react(Decision.StateChange change) {
    return Reactions.to(change);
  }
}
