package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.Destination;
import dev.rollbackbot.incident.Effect.Timer;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is to be done after each event. */
final class Reactions {
  private final Incident after;
  private final IncidentDetails details;
  private final Effects effects;

  private Reactions(Incident after) {
    this.after = after;
    this.details = after.details();
    this.effects = new Effects(details);
  }

  static List<Effect> to(Incident after, Event event) {
    Reactions reactions = new Reactions(after);
    reactions.react(event);
    return reactions.effects.all();
  }

  private void react(Event event) {
    switch (event) {
      case Event.OfLifecycle e -> new LifecycleReactions(after, effects).to(e);
      case Event.OfChat e -> chat(e);
      case Event.OfChecklist e -> new ChecklistReactions(after, effects).to(e);
      case Event.OfPlan e -> plan(e);
      case Event.OfApproval e -> approval(e);
      case Event.OfSteps stepEvent -> effects.addAll(StepReactions.to(after, stepEvent));
      case Event.OfChecks e -> new CheckReactions(after, effects).to(e);
      case Event.OfSignOff e -> signOff(e);
    }
  }

  private void chat(Event.OfChat event) {
    switch (event) {
      case Event.ChannelReady e -> new LifecycleReactions(after, effects).channelReady(e);
      case Event.MessagePublished _ -> effects.refreshPanel();
      case Event.PostFailed _ -> {}
    }
  }

  private void plan(Event.OfPlan event) {
    switch (event) {
      case Event.MethodChanged e -> methodChanged(e);
      case Event.SurveyStarted e -> surveyStarted(e);
      case Event.PlanMade _ -> effects.refreshPanel();
      case Event.PlanningFailed e -> planningFailed(e);
      case Event.TargetChanged e -> targetChanged(e);
      case Event.MethodStarted e -> methodStarted(e);
    }
  }

  private void approval(Event.OfApproval event) {
    switch (event) {
      case Event.ApprovalRequested e -> approvalRequested(e);
      case Event.ApprovalReminded _ -> approvalReminded();
      case Event.Approved e -> approved(e);
      case Event.BreakGlassUsed e -> breakGlassUsed(e);
    }
  }

  private void signOff(Event.OfSignOff event) {
    switch (event) {
      case Event.SignedRolledBack _ -> effects.refreshPanel();
      case Event.SignedVerified _ -> new LifecycleReactions(after, effects).resolved();
    }
  }

  private void methodChanged(Event.MethodChanged event) {
    effects.postInChannel(
        new RichText(List.of())
            .person(event.by())
            .text(" changed the method to “" + details.method().name() + "”."));
    effects.refreshPanelAndCard();
  }

  private void surveyStarted(Event.SurveyStarted event) {
    effects.add(new Effect.RunJob(event.job(), new Invocation.Survey(details.services())));
    effects.refreshPanel();
  }

  private void planningFailed(Event.PlanningFailed event) {
    effects.postInChannel(effects.mentionLead("There is no plan yet. ").quote(event.text()));
    effects.refreshPanel();
  }

  private void targetChanged(Event.TargetChanged event) {
    effects.postInChannel(
        new RichText(List.of())
            .person(event.by())
            .text(" changed a target. The plan is *" + event.plan().shortHash() + "* now."));
    effects.refreshPanel();
  }

  private void approvalRequested(Event.ApprovalRequested event) {
    if (!(after.state() instanceof State.AwaitingApproval awaitingApproval)) {
      return;
    }
    effects.postInChannel(
        RichText.of("Plan *" + awaitingApproval.plan().shortHash() + "* is ready. Someone in ")
            .add(Rejections.approvers(details))
            .text(" other than ")
            .with(RichText.SpanKind.PERSON, details.requester(), "")
            .text(" must approve it, on the ")
            .log("panel")
            .text("."));
    details
        .deadline()
        .map(d -> Duration.between(event.at(), d))
        .filter(left -> left.isPositive())
        .ifPresent(left -> scheduleReminders(event.at(), left));
    effects.refreshPanelAndCard();
  }

  private void scheduleReminders(Instant from, Duration left) {
    effects.add(new Effect.WakeAt(Timer.APPROVAL_FIRST_REMINDER, from.plus(left.dividedBy(3))));
    effects.add(
        new Effect.WakeAt(
            Timer.APPROVAL_SECOND_REMINDER, from.plus(left.dividedBy(3).multipliedBy(2))));
  }

  private void approvalReminded() {
    effects.postInChannel(
        RichText.of("Still waiting: someone in ")
            .add(Rejections.approvers(details))
            .text(" must approve the plan above."));
  }

  private void approved(Event.Approved event) {
    effects.postInChannel(
        new RichText(List.of())
            .person(event.by())
            .text(" approved plan *" + Plan.shortHash(event.planHash()) + "*. Rolling back."));
    effects.refreshPanelAndCard();
  }

  private void breakGlassUsed(Event.BreakGlassUsed event) {
    RichText loud =
        RichText.of(":warning: *Break-glass.* ")
            .person(event.by())
            .text(
                " goes on with plan *"
                    + Plan.shortHash(event.planHash())
                    + "* without a second person. The reason: ")
            .quote(event.reason());
    effects.postInChannel(loud.text("\nLead: ").person(details.declaration().lead()));
    effects.add(new Effect.Post(Destination.CARD_THREAD, "", loud));
    effects.refreshPanelAndCard();
  }

  private void methodStarted(Event.MethodStarted event) {
    effects.postInChannel(
        new RichText(List.of())
            .person(event.by())
            .text(
                " asked for a new plan with “"
                    + details.method().name()
                    + "”. It needs its own approval."));
    effects.refreshPanelAndCard();
  }
}
