package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.Destination;
import dev.rollbackbot.incident.Effect.LiveMessage;
import dev.rollbackbot.incident.Effect.Timer;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.incident.assessment.LiveReadings;
import dev.rollbackbot.incident.assessment.PlannedJobs;
import dev.rollbackbot.incident.assessment.ProbeSchedule;
import dev.rollbackbot.incident.request.PersonRequests;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.text.DeclarationText;
import dev.rollbackbot.incident.text.DrillText;
import dev.rollbackbot.incident.text.PlanText;
import dev.rollbackbot.incident.text.StakeholderPosts;
import dev.rollbackbot.incident.text.VerifiedVersions;
import java.util.List;

/** Effects of an event; those of larger topics are in classes of their own. */
record Reactions(Incident after, IncidentDetails details, Effects effects) {
  static List<Effect> to(Decision.StateChange change) {
    Incident after = change.after();
    Effects effects = new Effects(after.details());
    new Reactions(after, after.details(), effects).react(change.event());
    if (change.before().filter(was -> StakeholderPosts.noticeDiffers(was, after)).isPresent()) {
      effects.refreshNotices();
    }
    if (relapsedAsSigned(change)
        || (change.event() instanceof Event.IncidentReopened && asSigned(change))) {
      effects.add(new Effect.WithdrawMarks());
    }
    if (after.details().isDrill() && endsDrill(change.event())) {
      effects.postDrillScore(change.event().at());
    }
    PersonRequests requests = after.details().requests();
    if (requests.rescheduled()) {
      requests.nextReminder().ifPresent(at -> effects.add(new Effect.WakeAt(Timer.REMINDER, at)));
    }
    return effects.all();
  }

  /**
   * What was verified did not hold, whether or not anybody reopens it. Of services that run another
   * version by now the relapse says nothing.
   */
  private static boolean relapsedAsSigned(Decision.StateChange change) {
    return change.event() instanceof Event.ChangedAfterResolved e
        && !e.relapses().isEmpty()
        && change.after().state() instanceof State.Resolved now
        && now.result().services().stream()
            .anyMatch(s -> !now.watch().reported().containsKey(s.service().id()));
  }

  /** It came back although nobody is known to have deployed anything else since. */
  private static boolean asSigned(Decision.StateChange change) {
    return change
        .before()
        .map(Incident::state)
        .filter(s -> s instanceof State.Resolved was && was.watch().reported().isEmpty())
        .isPresent();
  }

  private static boolean endsDrill(Event event) {
    return switch (event) {
      case Event.SignedVerified _, Event.IncidentCancelled _ -> true;
      case Event.IncidentClosed e -> e.closeReason() != CloseReason.ROLLED_BACK;
      case Event _ -> false;
    };
  }

  private void drill(Event.OfDrill event) {
    switch (event) {
      case Event.DrillInterrupted e ->
          effects.postInChannel(effects.mentionLead("").add(DrillText.interrupted(e)));
      case Event.DrillItemTicked e -> effects.postInThread(DrillText.ticked(details, e));
    }
    effects.refreshPanel();
  }

  private void react(Event event) {
    switch (event) {
      case Event.OfLifecycle e -> new LifecycleReactions(after, details, effects).to(e);
      case Event.OfChat e -> chat(e);
      case Event.OfChecklist e -> new ChecklistReactions(details, effects).to(e);
      case Event.OfPlan e -> plan(e);
      case Event.OfApproval e -> approval(e);
      case Event.OfSteps e -> new StepReactions(after, details, effects).to(e);
      case Event.OfLive e -> new CheckReactions(after, effects).to(e);
      case Event.OfChecks e -> new CheckReactions(after, effects).to(e);
      case Event.OfSignOff e -> signOff(e);
      case Event.OfDrill e -> drill(e);
      case ProposalEvent e -> new ProposalReactions(after, details, effects).to(e);
    }
  }

  private void chat(Event.OfChat event) {
    switch (event) {
      case Event.ChannelReady e -> new LifecycleReactions(after, details, effects).channelReady(e);
      case Event.MessagePublished _ -> effects.refreshPanel();
      case Event.PostFailed e -> postFailed(e);
      case Event.PostRepeated _ -> {
        for (String channel : details.undelivered().repeating()) {
          effects.add(new Effect.RepeatPost(channel));
        }
        effects.refreshPanel();
      }
      case Event.StakeholdersReached _ -> effects.refreshPanel();
    }
  }

  /** The lead is told what they can do something about. */
  private void postFailed(Event.PostFailed event) {
    if (isProposalOnly()) {
      return;
    }
    RichText text = effects.mentionLead("");
    if (event.undelivered().isPresent()) {
      effects.postInChannel(
          text.add(
              StakeholderPosts.undelivered(
                  event.undelivered().get(), event.why(), event.remedy())));
      effects.refreshPanel();
    } else if (event.blocked().isPresent()) {
      effects.postOfBlockedChannel(
          StakeholderPosts.channelBlocked(details, event.what(), event.why(), event.remedy()));
    } else if (event.remedy().isPresent()) {
      effects.postInChannel(
          text.add(StakeholderPosts.blocked(event.what(), event.why(), event.remedy().get())));
    }
  }

  /** It has no lead and no channel: its card is read, and the log says what Slack refused. */
  private boolean isProposalOnly() {
    return after.state() instanceof State.Proposed
        || (after.state() instanceof State.Ended
            && details.proposal().isPresent()
            && details.channel().isEmpty());
  }

  private void plan(Event.OfPlan event) {
    String method = details.method().name();
    switch (event) {
      case Event.MethodChanged e -> postBy(e, " changed the method to “" + method + "”.");
      case Event.SurveyStarted e -> surveyStarted(e);
      case Event.PlanMade e -> startProbes(e);
      case Event.BaselineRead _ -> {}
      case Event.PlanVoided e ->
          effects.postInChannel(effects.mentionLead("").add(PlanText.voided(e)));
      case Event.PlanningFailed _ when after.state() instanceof State.Proposed -> {}
      case Event.PlanningFailed e ->
          effects.postInChannel(effects.mentionLead("There is no plan yet. ").quote(e.text()));
      case Event.TargetChanged e -> effects.postInChannel(PlanText.targetChanged(e));
      case Event.InputsChosen e -> effects.postInChannel(PlanText.inputsChosen(e));
      case Event.StepLeftOut e -> effects.postInChannel(PlanText.leftOut(details, e));
      case Event.MethodStarted e ->
          postBy(e, " asked for a new plan with “" + method + "”. It needs its own approval.");
    }
    effects.refreshPanel();
    if (event instanceof Event.MethodChanged
        || event instanceof Event.MethodStarted
        || event instanceof Event.PlanVoided
        || after.state() instanceof State.Proposed) {
      effects.add(new Effect.Refresh(LiveMessage.CARD));
    }
  }

  private void surveyStarted(Event.SurveyStarted event) {
    effects.add(new Effect.RunJob(event.job(), PlannedJobs.survey(details)));
    startProbes(event);
  }

  private void startProbes(Event event) {
    if (ProbeSchedule.round(after, event.at()).isPresent()) {
      effects.add(new Effect.StartProbes());
    }
  }

  private void approval(Event.OfApproval event) {
    switch (event) {
      case Event.ApprovalRequested e -> approvalRequested(e);
      case Event.ApprovalReminded _ -> {}
      case Event.Approved e -> {
        effects.postInChannel(PlanText.approved(e, after));
        begunForStakeholders(e);
        effects.refreshPanelAndCard();
      }
      case Event.BreakGlassUsed e -> {
        breakGlassUsed(e);
        begunForStakeholders(e);
      }
    }
  }

  /** Of what the bot opened they hear only when it is certain that something is done. */
  private void begunForStakeholders(Event event) {
    new LifecycleReactions(after, details, effects).tellStakeholdersOfBeginning(event);
  }

  private void signOff(Event.OfSignOff event) {
    switch (event) {
      case Event.SignedRolledBack _, Event.SecondSignatureGiven _ -> effects.refreshPanelAndCard();
      case Event.FirstSignatureVoided e -> {
        effects.postInChannel(
            effects
                .mentionLead("The signature “rolled back by” of ")
                .person(e.signer())
                .text(
                    " does not count any more: what is signed has changed since. Read the panel,"
                        + " then sign there."));
        effects.refreshPanelAndCard();
      }
      case Event.SecondSignatureVoided e -> {
        effects.postInChannel(
            effects
                .mentionLead("The second signature does not count yet. ")
                .quote(e.text())
                .text(" Sign again in a moment."));
        effects.refreshPanelAndCard();
      }
      case Event.SignedVerified e -> {
        new LifecycleReactions(after, details, effects).resolved();
        VerifiedVersions.marks(after, e.at()).ifPresent(effects::add);
      }
    }
  }

  private void postBy(Event event, String text) {
    effects.postInChannel(RichText.EMPTY.person(event.by()).text(text));
  }

  private void approvalRequested(Event.ApprovalRequested event) {
    if (!(after.state() instanceof State.AwaitingApproval awaitingApproval)) {
      return;
    }
    if (!AutomaticConditions.willBeAnnounced(after, event.at())) {
      effects.postInChannel(
          RichText.of("Plan *" + awaitingApproval.plan().shortHash() + "* is ready. Someone in ")
              .add(Rejections.approvers(details))
              .add(otherThanRequester())
              .text(" must approve it, on the ")
              .log("panel")
              .text("."));
    }
    if (!LiveReadings.services(after).isEmpty()) {
      effects.add(
          new Effect.WakeAt(Timer.LIVE_READ, LiveReadings.next(details, event.at(), event.at())));
    }
    effects.refreshPanelAndCard();
  }

  /** Nobody asked for what the bot began. */
  private RichText otherThanRequester() {
    return details.requester().equals(Actor.BOT.id())
        ? RichText.EMPTY
        : RichText.of(" other than ").with(RichText.SpanKind.PERSON, details.requester(), "");
  }

  /** Mentions the group that was not asked; empty: anyone may approve. */
  private RichText approverGroup() {
    return details
        .environment()
        .approvers()
        .map(group -> RichText.of(" · Approvers: ").group(group))
        .orElse(RichText.EMPTY);
  }

  private void breakGlassUsed(Event.BreakGlassUsed event) {
    RichText text =
        RichText.of(":warning: *Break-glass.* ")
            .person(event.by())
            .text(
                " goes on with plan *"
                    + Plan.shortHash(event.planHash())
                    + "* without a second person. The reason: ")
            .quote(event.reason())
            .add(PlanText.overrides(after));
    // Where the incident has no channel of its own, its channel is the incidents channel.
    if (details.channel().filter(Channel::own).isPresent()) {
      effects.postInChannel(text.text("\nLead: ").add(DeclarationText.lead(details)));
    }
    effects.post(
        Destination.INCIDENTS,
        RichText.of(details.id().label() + " · ")
            .add(text)
            .text("\nLead: ")
            .add(DeclarationText.lead(details))
            .add(approverGroup()));
    effects.refreshPanelAndCard();
  }
}
