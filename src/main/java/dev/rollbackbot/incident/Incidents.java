package dev.rollbackbot.incident;

import java.util.List;

/** The three functions of the conversation. Pure. */
public final class Incidents {
  private Incidents() {}

  /**
   * What comes of a command: events, or a refusal.
   *
   * <p>Behind the events that the command itself causes stand those that follow by themselves, such
   * as the next step after one that succeeded.
   */
  public static Decision decide(State state, Command command) {
    return Deciding.decide(state, command);
  }

  /**
   * The only way that a state changes; replay is a fold of it.
   *
   * @throws IllegalStateException when the event can't have happened in that state
   */
  public static State evolve(State state, Event event) {
    return Evolution.evolve(state, event);
  }

  /** What is to be done after an event. For new events only; replay never asks. */
  public static List<Effect> react(State after, Event event) {
    return after instanceof State.Declared declared ? Reactions.to(declared, event) : List.of();
  }
}
