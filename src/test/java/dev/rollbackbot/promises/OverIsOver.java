package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Promise.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.State;

/**
 * RESOLVED leads to closed or to open again, and nowhere else; nothing leads out of closed and
 * cancelled. What was under way may still be noted there: an item's job ends, Slack has shown
 * something or could not.
 */
record OverIsOver() implements Promise {
  @Override
  public OverIsOver after(Happening h) {
    if (h.stateBefore().isEmpty()) {
      require(resolvedBy(h), name(h.event()) + " resolved it");
      return this;
    }
    State before = h.stateBefore().get();
    switch (before) {
      case State.Closed _, State.Cancelled _ -> {
        require(noted(h.event()), name(h.event()) + " behind the end");
        require(h.after().state().getClass().equals(before.getClass()), "an end that ends");
        require(h.effects().stream().allMatch(OverIsOver::talk), "work behind the end");
      }
      case State.Resolved _ -> resolved(h);
      case State _ -> require(resolvedBy(h), name(h.event()) + " resolved it");
    }
    return this;
  }

  private static void resolved(Happening h) {
    boolean moves = h.event() instanceof Event.Closed || h.event() instanceof Event.Reopened;
    boolean stays =
        noted(h.event())
            || h.event() instanceof Event.ProbesRead
            || h.event() instanceof Event.PostMortemDrafted;
    require(moves || stays, name(h.event()) + " behind RESOLVED");
    require(
        moves || h.after().state() instanceof State.Resolved, name(h.event()) + " left RESOLVED");
    require(
        h.event() instanceof Event.Reopened || h.effects().stream().allMatch(OverIsOver::talk),
        "work behind RESOLVED");
  }

  private static boolean resolvedBy(Happening h) {
    return !(h.after().state() instanceof State.Resolved)
        || h.event() instanceof Event.SignedVerified;
  }

  private static boolean noted(Event event) {
    return event instanceof Event.ChannelReady
        || event instanceof Event.SurfaceShown
        || event instanceof Event.PostLost
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
