package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.incident.rollback.Invocation;

/**
 * A resolved incident can only be closed or reopened; closed and cancelled are final. Results of
 * effects that were pending at the end are still recorded: of an item's job, and of Slack; so is
 * that a lock was taken over which is kept for what nobody knows. After RESOLVED the probes and
 * what is live are watched; a post that was refused may be tried again, and a draft of the
 * post-mortem made.
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
            recordsPendingResult(transition.event())
                || transition.event() instanceof Event.PostMortemDrafted,
            name(transition.event()) + " after the end");
        require(
            transition.after().state().getClass().equals(before.getClass()),
            "a closed or cancelled incident changed its state");
        require(
            transition.effects().stream()
                .allMatch(e ->
                    e instanceof Effect.ForChat
                        || (e instanceof Effect.WakeAt wake
                            && wake.timer() == Effect.Timer.REMINDER)),
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
            || watches(transition.event())
            || transition.event() instanceof Event.PostMortemDrafted;
    require(leaves || stays, name(transition.event()) + " after RESOLVED");
    require(
        leaves || transition.after().state() instanceof State.Resolved,
        name(transition.event()) + " left RESOLVED");
    require(
        transition.event() instanceof Event.IncidentReopened
            || transition.effects().stream().allMatch(EndStatesAreFinal::changesNothing),
        "work after RESOLVED");
  }

  private static boolean watches(Event event) {
    return event instanceof Event.ProbesRead
        || event instanceof Event.LiveReadStarted
        || event instanceof Event.LiveVersionsRead
        || event instanceof Event.ChangedAfterResolved
        || event instanceof Event.WatchInterrupted
        || event instanceof Event.PeopleReminded;
  }

  /**
   * What is live may be read, and read again later; people are reminded of what changed; what did
   * not hold is taken back.
   */
  private static boolean changesNothing(Effect effect) {
    return switch (effect) {
      case Effect.ForChat _ -> true;
      case Effect.RunJob job -> job.invocation() instanceof Invocation.ReadLive;
      case Effect.WakeAt wake ->
          wake.timer() == Effect.Timer.WATCH || wake.timer() == Effect.Timer.REMINDER;
      case Effect.WithdrawMarks _ -> true;
      case Effect.StartProbes _,
          Effect.RequestJobStop _,
          Effect.RecordRollback _,
          Effect.MarkVersions _ ->
          false;
    };
  }

  private static boolean resolvedOnlyBySignature(Transition transition) {
    return !(transition.after().state() instanceof State.Resolved)
        || transition.event() instanceof Event.SignedVerified;
  }

  /**
   * Posts that Slack has refused are reminded of after the end, too, and what was seen in a drill
   * may be told then: it says something of what was, and changes nothing.
   */
  private static boolean recordsPendingResult(Event event) {
    return (event instanceof Event.PeopleReminded reminded
            && reminded.reminders().stream().allMatch(r -> r.kind() == RequestKind.DELIVERY))
        || event instanceof Event.ChannelReady
        || event instanceof Event.MessagePublished
        || event instanceof Event.PostFailed
        || event instanceof Event.PostRepeated
        || event instanceof Event.StakeholdersReached
        || event instanceof Event.DrillItemTicked
        || event instanceof Event.ItemDone
        || event instanceof Event.ItemFailed
        || event instanceof Event.LockLetGo;
  }

  private static String name(Event event) {
    return event.getClass().getSimpleName();
  }
}
