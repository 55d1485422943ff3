package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import java.util.List;
import java.util.Optional;

/** The three functions of the conversation. Pure. */
public final class Incidents {
  private Incidents() {}

  /**
   * What comes of a command: events, or a refusal.
   *
   * <p>Behind the events that the command itself causes stand those that follow by themselves, such
   * as the next step after one that succeeded.
   *
   * @param incident empty: nothing has been declared yet
   */
  public static Decision decide(Optional<Incident> incident, Command command) {
    return CommandRouter.decide(incident, command);
  }

  /**
   * The only way that an incident changes; replay is a fold of it.
   *
   * @param before empty: nothing has been declared yet
   * @throws IllegalStateException when the event can't have happened in that state
   */
  public static Incident evolve(Optional<Incident> before, Event event) {
    return Evolver.evolve(before, event);
  }

  /** What is to be done after an event. For new events only; replay never asks. */
  public static List<Effect> react(Incident after, Event event) {
    return Reactions.to(after, event);
  }
}
