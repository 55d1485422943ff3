package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.State;

/**
 * A resolved incident can only be closed or reopened; closed and cancelled are final. Results of
 * effects that were pending at the end are still recorded: of an item's job, and of Slack.
 */
record EndStatesAreFinal() implements Invariant {
  @Override
  public EndStatesAreFinal after(Transition transition) {
    if (transition.stateBefore().isEmpty()) {
      require(resolvedOnlyBySignature(transition), name(transition.event()) + " resolved it");
      return this;
    }
    State before = transition.stateBefore().get();
    switch (before) {
      case State.Closed _, State.Cancelled _ -> {
        require(
            recordsPendingResult(transition.event()), name(transition.event()) + " after the end");
        require(
            transition.after().state().getClass().equals(before.getClass()),
            "a closed or cancelled incident changed its state");
        require(
            transition.effects().stream().allMatch(Effect.ForChat.class::isInstance),
            "work after the end");
      }
      case State.Resolved _ -> resolved(transition);
      case State _ ->
          require(resolvedOnlyBySignature(transition), name(transition.event()) + " resolved it");
    }
    return this;
  }

  private static void resolved(Transition transition) {
    boolean leaves =
        transition.event() instanceof Event.IncidentClosed
            || transition.event() instanceof Event.IncidentReopened;
    boolean stays =
        recordsPendingResult(transition.event())
            || transition.event() instanceof Event.ProbesRead
            || transition.event() instanceof Event.PostMortemDrafted;
    require(leaves || stays, name(transition.event()) + " after RESOLVED");
    require(
        leaves || transition.after().state() instanceof State.Resolved,
        name(transition.event()) + " left RESOLVED");
    require(
        transition.event() instanceof Event.IncidentReopened
            || transition.effects().stream().allMatch(Effect.ForChat.class::isInstance),
        "work after RESOLVED");
  }

  private static boolean resolvedOnlyBySignature(Transition transition) {
    return !(transition.after().state() instanceof State.Resolved)
        || transition.event() instanceof Event.SignedVerified;
  }

  private static boolean recordsPendingResult(Event event) {
    return event instanceof Event.ChannelReady
        || event instanceof Event.MessagePublished
        || event instanceof Event.PostFailed
        || event instanceof Event.ItemDone
        || event instanceof Event.ItemFailed;
  }

  private static String name(Event event) {
    return event.getClass().getSimpleName();
  }
}
