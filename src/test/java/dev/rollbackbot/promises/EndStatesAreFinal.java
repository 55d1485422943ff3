package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.State;

/**
 * RESOLVED leads to closed or to open again, and nowhere else; nothing leads out of closed and
 * cancelled. What was under way may still be noted there: an item's job ends, Slack has shown
 * something or could not.
 */
record EndStatesAreFinal() implements Invariant {
  @Override
  public EndStatesAreFinal after(Transition transition) {
    if (transition.stateBefore().isEmpty()) {
      require(resolvedBy(transition), name(transition.event()) + " resolved it");
      return this;
    }
    State before = transition.stateBefore().get();
    switch (before) {
      case State.Closed _, State.Cancelled _ -> {
        require(noted(transition.event()), name(transition.event()) + " behind the end");
        require(
            transition.after().state().getClass().equals(before.getClass()), "an end that ends");
        require(
            transition.effects().stream().allMatch(EndStatesAreFinal::talk), "work behind the end");
      }
      case State.Resolved _ -> resolved(transition);
      case State _ -> require(resolvedBy(transition), name(transition.event()) + " resolved it");
    }
    return this;
  }

  private static void resolved(Transition transition) {
    boolean moves =
        transition.event() instanceof Event.IncidentClosed
            || transition.event() instanceof Event.IncidentReopened;
    boolean stays =
        noted(transition.event())
            || transition.event() instanceof Event.ProbesRead
            || transition.event() instanceof Event.PostMortemDrafted;
    require(moves || stays, name(transition.event()) + " behind RESOLVED");
    require(
        moves || transition.after().state() instanceof State.Resolved,
        name(transition.event()) + " left RESOLVED");
    require(
        transition.event() instanceof Event.IncidentReopened
            || transition.effects().stream().allMatch(EndStatesAreFinal::talk),
        "work behind RESOLVED");
  }

  private static boolean resolvedBy(Transition transition) {
    return !(transition.after().state() instanceof State.Resolved)
        || transition.event() instanceof Event.SignedVerified;
  }

  private static boolean noted(Event event) {
    return event instanceof Event.ChannelReady
        || event instanceof Event.MessagePublished
        || event instanceof Event.PostFailed
        || event instanceof Event.ItemDone
        || event instanceof Event.ItemFailed;
  }

  private static boolean talk(Effect effect) {
    return effect instanceof Effect.ForChat;
  }

  private static String name(Event event) {
    return event.getClass().getSimpleName();
  }
}
