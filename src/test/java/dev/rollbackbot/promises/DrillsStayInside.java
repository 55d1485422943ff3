package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.drill.DrillProgress;

/**
 * A drill is declared where the runbook allows it and stays one; nobody outside of its channel is
 * told anything but that it is on; everything that it shows carries its mark; what it shows about
 * versions and times does not count. One that ends for an incident names what it leaves locked.
 * What is none never becomes one, nor carries the mark.
 */
public record DrillsStayInside() implements Invariant {
  @Override
  public DrillsStayInside after(Transition transition) {
    IncidentDetails details = transition.after().details();
    boolean drill = details.isDrill();
    require(
        drill == details.declaration().forDrill()
            && transition.before().map(b -> b.details().isDrill() == drill).orElse(true),
        () -> transition.event() + " makes a drill of an incident, or an incident of a drill");
    require(
        !drill || details.runbook().drill().allows(details.declaration().environment()),
        "a drill is open where none is allowed");
    require(
        details.drillScope().flatMap(scope -> scope.sharedStep(details.method())).isEmpty(),
        "a drill changes what another environment uses");
    require(!drill || details.stakeholdersToldAt().isEmpty(), "stakeholders know of a drill");
    if (transition.event() instanceof Event.IncidentCancelled cancelled
        && cancelled.by().equals(Actor.BOT.id())) {
      details.unsettled().stream()
          .filter(_ -> details.drill().flatMap(DrillProgress::yieldsTo).isPresent())
          .forEach(kept ->
              require(
                  cancelled.reason().contains("“" + kept.title() + "”"),
                  () -> "nobody is told that it keeps the lock of " + kept));
    }
    transition.effects().forEach(effect -> check(drill, effect));
    return this;
  }

  /** Of an effect of a drill, or of an incident. */
  public static void check(boolean drill, Effect effect) {
    switch (effect) {
      case Effect.Post post -> {
        require(
            !drill
                || post.destination() == Effect.Destination.CHANNEL
                || post.destination() == Effect.Destination.THREAD,
            () -> "a drill posts outside of its channel: " + post);
        marked(drill, post.text(), effect);
      }
      case Effect.SetTopic topic -> marked(drill, topic.topic(), effect);
      case Effect.Attach attach -> {
        marked(drill, attach.comment(), effect);
        named(drill, attach.filename());
      }
      case Effect.AttachPostMortem attach -> {
        marked(drill, attach.comment(), effect);
        named(drill, attach.filename());
      }
      case Effect.AttachChart attach -> {
        marked(drill, attach.comment(), effect);
        named(drill, attach.filename());
      }
      case Effect.AttachDrillTimes attach -> {
        marked(drill, attach.comment(), effect);
        named(drill, attach.filename());
      }
      case Effect.PostDrillScore score -> marked(drill, score.text(), effect);
      case Effect.Bookmark bookmark -> named(drill, bookmark.title());
      case Effect.OpenChannel open ->
          require(open.name().contains("-drill-") == drill, "the channel is called " + open.name());
      case Effect.RepeatPost _,
          Effect.RefreshNotice _,
          Effect.RecordRollback _,
          Effect.MarkVersions _,
          Effect.WithdrawMarks _ ->
          require(!drill, () -> "a drill does what only an incident does: " + effect);
      case Effect.Invite _,
          Effect.Refresh _,
          Effect.RunJob _,
          Effect.RequestJobStop _,
          Effect.StartProbes _,
          Effect.WakeAt _ -> {}
    }
  }

  private static void marked(boolean drill, RichText text, Effect effect) {
    require(
        text.plainText().startsWith(IncidentDetails.DRILL + " · ") == drill,
        () -> "the mark of a drill: " + effect);
  }

  private static void named(boolean drill, String name) {
    require(name.startsWith(IncidentDetails.DRILL) == drill, "the mark of a drill: " + name);
  }
}
