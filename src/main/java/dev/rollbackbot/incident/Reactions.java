package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Effect.Place;
import dev.rollbackbot.incident.Effect.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is to be done after each event. */
final class Reactions {
  private final Incident after;
  private final Facts facts;
  private final EffectList out;

  private Reactions(Incident after) {
    this.after = after;
    this.facts = after.facts();
    this.out = new EffectList(facts);
  }

  static List<Effect> to(Incident after, Event event) {
    Reactions r = new Reactions(after);
    r.react(event);
    return r.out.all();
  }

  private void react(Event event) {
    switch (event) {
      case Event.OfCourse e -> new ReactionsToCourse(after, out).to(e);
      case Event.OfChat e -> chat(e);
      case Event.OfItems e -> new ReactionsToItems(after, out).to(e);
      case Event.OfPlan e -> plan(e);
      case Event.OfApproval e -> approval(e);
      case Event.OfSteps e -> out.addAll(ReactionsToSteps.to(after, e));
      case Event.OfChecks e -> new ReactionsToChecks(after, out).to(e);
      case Event.OfSignOff e -> signOff(e);
    }
  }

  private void chat(Event.OfChat event) {
    switch (event) {
      case Event.ChannelReady e -> new ReactionsToCourse(after, out).channelReady(e);
      case Event.SurfaceShown _ -> out.draw();
      case Event.PostLost _ -> {}
    }
  }

  private void plan(Event.OfPlan event) {
    switch (event) {
      case Event.MethodChanged e -> methodChanged(e);
      case Event.SurveyStarted e -> surveyStarted(e);
      case Event.PlanMade _ -> out.draw();
      case Event.PlanMissing e -> planMissing(e);
      case Event.TargetChanged e -> targetChanged(e);
      case Event.MethodStarted e -> methodStarted(e);
    }
  }

  private void approval(Event.OfApproval event) {
    switch (event) {
      case Event.ApprovalAsked e -> approvalAsked(e);
      case Event.Nudged _ -> nudged();
      case Event.Approved e -> approved(e);
      case Event.GlassBroken e -> glassBroken(e);
    }
  }

  private void signOff(Event.OfSignOff event) {
    switch (event) {
      case Event.SignedRolledBack _ -> out.draw();
      case Event.SignedVerified _ -> new ReactionsToCourse(after, out).resolved();
    }
  }

  private void methodChanged(Event.MethodChanged e) {
    out.say(
        new Prose(List.of())
            .person(e.by())
            .text(" changed the method to “" + facts.method().name() + "”."));
    out.drawAll();
  }

  private void surveyStarted(Event.SurveyStarted e) {
    out.add(new Effect.RunJob(e.job(), new Invocation.Survey(facts.services())));
    out.draw();
  }

  private void planMissing(Event.PlanMissing e) {
    out.say(out.lead("There is no plan yet. ").quote(e.text()));
    out.draw();
  }

  private void targetChanged(Event.TargetChanged e) {
    out.say(
        new Prose(List.of())
            .person(e.by())
            .text(" changed a target. The plan is *" + e.plan().shortHash() + "* now."));
    out.draw();
  }

  private void approvalAsked(Event.ApprovalAsked e) {
    if (!(after.state() instanceof State.AwaitingApproval w)) {
      return;
    }
    out.say(
        Prose.of("Plan *" + w.plan().shortHash() + "* is ready. Someone in ")
            .add(Refusals.approvers(facts))
            .text(" other than ")
            .with(Prose.Kind.PERSON, facts.requester(), "")
            .text(" must approve it, on the ")
            .log("panel")
            .text("."));
    facts
        .deadline()
        .map(d -> Duration.between(e.at(), d))
        .filter(left -> left.isPositive())
        .ifPresent(left -> nudges(e.at(), left));
    out.drawAll();
  }

  private void nudges(Instant from, Duration left) {
    out.add(new Effect.WakeAt(Timer.APPROVAL_FIRST_NUDGE, from.plus(left.dividedBy(3))));
    out.add(
        new Effect.WakeAt(
            Timer.APPROVAL_SECOND_NUDGE, from.plus(left.dividedBy(3).multipliedBy(2))));
  }

  private void nudged() {
    out.say(
        Prose.of("Still waiting: someone in ")
            .add(Refusals.approvers(facts))
            .text(" must approve the plan above."));
  }

  private void approved(Event.Approved e) {
    out.say(
        new Prose(List.of())
            .person(e.by())
            .text(" approved plan *" + Plan.shortHash(e.planHash()) + "*. Rolling back."));
    out.drawAll();
  }

  private void glassBroken(Event.GlassBroken e) {
    Prose loud =
        Prose.of(":warning: *Break-glass.* ")
            .person(e.by())
            .text(
                " goes on with plan *"
                    + Plan.shortHash(e.planHash())
                    + "* without a second person. The reason: ")
            .quote(e.reason());
    out.say(loud.text("\nLead: ").person(facts.declaration().lead()));
    out.add(new Effect.Post(Place.CARD_THREAD, "", loud));
    out.drawAll();
  }

  private void methodStarted(Event.MethodStarted e) {
    out.say(
        new Prose(List.of())
            .person(e.by())
            .text(
                " asked for a new plan with “"
                    + facts.method().name()
                    + "”. It needs its own approval."));
    out.drawAll();
  }
}
