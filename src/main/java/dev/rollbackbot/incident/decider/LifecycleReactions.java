package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.Destination;
import dev.rollbackbot.incident.Effect.LiveMessage;
import dev.rollbackbot.incident.Effect.StakeholderNotice;
import dev.rollbackbot.incident.Effect.Timer;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.text.DeclarationText;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.text.ReminderText;
import dev.rollbackbot.incident.text.StakeholderPosts;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.DecisionRule;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Effects when an incident starts, continues and ends. */
record LifecycleReactions(Incident after, IncidentDetails details, Effects effects) {
  void to(Event.OfLifecycle event) {
    switch (event) {
      case Event.IncidentDeclared e -> declared(e);
      case Event.RollbackChosen e -> rollbackChosen(e);
      case Event.IncidentReopened e -> reopened(e);
      case Event.IncidentClosed e -> closed(e);
      case Event.IncidentCancelled _ -> cancelled();
      case Event.PostMortemDrafted e -> postMortemDrafted(e);
      case Event.DeclarationChanged e -> declarationChanged(e);
      case Event.DeadlinePassed _ -> deadlinePassed();
      case Event.UpdateDue e -> updateDue(e);
      case Event.PeopleReminded e -> {
        // A proposal has no channel of its own.
        Destination where =
            after.state() instanceof State.Proposed ? Destination.INCIDENTS : Destination.CHANNEL;
        ReminderText.posts(after, e).forEach(text -> effects.post(where, text));
        effects.refreshPanel();
      }
    }
  }

  private void declared(Event.IncidentDeclared event) {
    begun(event);
  }

  /** It has a channel of its own from now on. */
  void begun(Event event) {
    effects.add(new Effect.Refresh(LiveMessage.CARD));
    effects.add(
        new Effect.OpenChannel("inc-" + details.id().number() + "-" + details.runbook().id()));
    tellStakeholdersOfBeginning(event);
    scheduleDeadline();
    scheduleUpdate(event);
  }

  /** If that event is the one after which they know of it. */
  void tellStakeholdersOfBeginning(Event event) {
    if (isFirstNotice(event)) {
      effects.postToStakeholders(StakeholderNotice.FIRST, PostTemplates.stakeholderIncident(after));
    }
  }

  private boolean isFirstNotice(Event event) {
    return details.stakeholdersToldAt().equals(Optional.of(event.at()));
  }

  private void declarationChanged(Event.DeclarationChanged event) {
    Declaration before = event.before();
    Declaration now = event.after();
    effects.postInChannel(DeclarationText.changed(event).add(consequences(before)));
    if (!before.lead().equals(now.lead()) && hasOwnChannel()) {
      effects.add(new Effect.Invite(List.of(now.lead()), Optional.empty()));
    }
    if (hasOwnChannel()) {
      effects.add(new Effect.SetTopic(topic()));
    }
    effects.refreshPanelAndCard();
    if (isFirstNotice(event)) {
      tellStakeholdersOfBeginning(event);
    } else if (details.stakeholdersToldAt().isPresent()) {
      RichText text = DeclarationText.forStakeholders(details, event);
      if (!text.spans().isEmpty()) {
        effects.postToStakeholders(StakeholderNotice.CHANGE, text);
      }
    }
    scheduleDeadline();
  }

  /** The deadline while one counts, or the runbook's advice while nothing is rolled back. */
  private RichText consequences(Declaration before) {
    DecisionRule rule = details.decisionRule();
    DecisionRule old = details.runbook().decisionRule(before.affectingUsers(), before.severity());
    if (after.state() instanceof State.Monitoring) {
      return rule.equals(old)
          ? RichText.EMPTY
          : RichText.of("\nAdvice now: " + rule.reason() + " Nothing is rolled back by itself: ")
              .log("the panel")
              .text(" has the button.");
    }
    if (rule.deadline().equals(old.deadline())) {
      return RichText.EMPTY;
    }
    return details
        .deadline()
        .map(at -> RichText.of("\nThe deadline is ").time(at).text(" now."))
        .orElseGet(() -> RichText.of("\nThere is no deadline any more."));
  }

  private void scheduleDeadline() {
    if (!details.deadlinePassed()) {
      details.deadline().ifPresent(at -> effects.add(new Effect.WakeAt(Timer.DEADLINE, at)));
    }
  }

  private void scheduleUpdate(Event event) {
    effects.add(new Effect.WakeAt(Timer.UPDATE, event.at().plus(details.environment().updates())));
  }

  void channelReady(Event.ChannelReady event) {
    event
        .whyNotOwn()
        .ifPresent(why ->
            effects.postInChannel(
                RichText.of(details.id().label() + " has no channel of its own, so it lives here: ")
                    .quote(why)));
    if (event.channel().own()) {
      String lead = details.declaration().lead();
      List<String> people =
          Stream.of(details.declaredBy(), lead)
              .filter(person -> !person.equals(Actor.BOT.id()))
              .distinct()
              .toList();
      // Into a private channel people are invited one by one, by those who are in it. Without
      // anybody in it there is only the group.
      Optional<String> group =
          details.isPrivate() && !people.isEmpty()
              ? Optional.empty()
              : details.environment().responders();
      if (!people.isEmpty() || group.isPresent()) {
        effects.add(new Effect.Invite(people, group));
      }
      effects.add(new Effect.SetTopic(topic()));
      // In the incidents channel the card has the same text.
      effects.postInChannel(PostTemplates.incident(after));
    }
    effects.add(new Effect.Refresh(LiveMessage.PANEL));
    details.checklist().entries().forEach(this::postMissedResult);
    effects.add(
        new Effect.Bookmark(
            "Runbook: " + details.runbook().name(), details.runbook().link().orElse("")));
    effects.add(new Effect.Refresh(LiveMessage.CARD));
  }

  /** Posts a result from before the thread existed. */
  private void postMissedResult(Checklist.TrackedItem entry) {
    if (entry.status() instanceof ItemStatus.Done done && !done.note().isBlank()) {
      effects.postInThread(RichText.of("✓ " + entry.item().title() + ": ").quote(done.note()));
    }
  }

  private RichText topic() {
    Declaration declaration = details.declaration();
    return RichText.of(
            String.join(
                " · ",
                details.id().label(),
                details.runbook().name(),
                declaration.environment(),
                declaration.severity().name(),
                "lead "))
        .add(DeclarationText.lead(details));
  }

  private boolean hasOwnChannel() {
    return details.channel().filter(Channel::own).isPresent();
  }

  private void rollbackChosen(Event.RollbackChosen event) {
    effects.postInChannel(
        effects.mentionLead("").person(event.by()).text(" chose to roll back after all."));
    tellStakeholdersOfBeginning(event);
    scheduleDeadline();
    effects.refreshPanelAndCard();
  }

  private boolean rollsBack() {
    return !(after.state() instanceof State.Monitoring);
  }

  void resolved() {
    if (!(after.state() instanceof State.Resolved resolved)) {
      return;
    }
    effects.postInChannel(PostTemplates.resolved(after, resolved));
    effects.attachChart(resolved.results(), after, resolved.at());
    if (details.draftsPostMortem()) {
      effects.add(
          postMortem(
              RichText.of(
                  "A draft of the post-mortem, made of what is on record. People write on from"
                      + " here; a later draft is a new file."),
              resolved.at()));
    }
    effects.refreshPanelAndCard();
    effects.post(Destination.CARD_THREAD, RichText.of(StatusText.status(after) + "."));
    effects.postToStakeholders(
        StakeholderNotice.ENDING, PostTemplates.stakeholderResolved(after, resolved));
    if (hasOwnChannel()) {
      effects.add(new Effect.SetTopic(RichText.of("RESOLVED · ").add(topic())));
    }
    effects.add(new Effect.StartProbes());
    effects.wakeForWatch(resolved);
  }

  private void reopened(Event.IncidentReopened event) {
    RichText text =
        RichText.of(details.id().label() + " is open again. ")
            .person(event.by())
            .text(": ")
            .quote(event.reason());
    effects.postInChannel(effects.mentionLead("").add(text));
    effects.post(Destination.CARD_THREAD, text);
    effects.tellStakeholdersOfReopening(PostTemplates.stakeholderUpdate(after));
    // It may have passed meanwhile, when nobody was to be told.
    scheduleDeadline();
    scheduleUpdate(event);
    if (hasOwnChannel()) {
      effects.add(new Effect.SetTopic(topic()));
    }
    effects.refreshPanelAndCard();
  }

  private void closed(Event.IncidentClosed event) {
    effects.postInChannel(PostTemplates.card(after));
    if (event.closeReason() != CloseReason.ROLLED_BACK
        && details.stakeholdersToldAt().isPresent()) {
      effects.postToStakeholders(StakeholderNotice.ENDING, StakeholderPosts.closed(after));
    }
    effects.refreshPanelAndCard();
  }

  private void cancelled() {
    if (!(after.state() instanceof State.Cancelled cancelled)) {
      return;
    }
    effects.postInChannel(PostTemplates.cancelled(details, cancelled));
    effects.post(
        Destination.CARD_THREAD,
        RichText.of(StatusText.status(after) + ". ").quote(cancelled.reason()));
    if (details.isPrivate() || details.stakeholdersToldAt().isPresent()) {
      effects.postToStakeholders(
          StakeholderNotice.ENDING, StakeholderPosts.cancelled(after, cancelled));
    }
    effects.refreshPanelAndCard();
  }

  private void postMortemDrafted(Event.PostMortemDrafted event) {
    effects.add(
        postMortem(
            RichText.of("The post-mortem's draft, for ").person(event.by()).text("."), event.at()));
  }

  private Effect postMortem(RichText comment, Instant at) {
    return new Effect.AttachPostMortem(
        "post-mortem-" + details.id().label().toLowerCase(Locale.ROOT), comment, Optional.of(at));
  }

  private void deadlinePassed() {
    effects.postInChannel(
        effects.mentionLead("The deadline has passed. ").text(StatusText.status(after) + "."));
    effects.refreshPanel();
  }

  private void updateDue(Event.UpdateDue event) {
    if (!rollsBack()) {
      effects.postInChannel(
          effects
              .mentionLead("Still watching. ")
              .text("Roll back after all, or close it, on the panel."));
    }
    if (details.stakeholdersKnow()) {
      effects.postToStakeholders(StakeholderNotice.UPDATE, PostTemplates.stakeholderUpdate(after));
    }
    scheduleUpdate(event);
  }
}
