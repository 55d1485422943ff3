package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Effect.Place;
import dev.rollbackbot.incident.Effect.Surface;
import dev.rollbackbot.incident.Effect.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is to be done when an incident begins, drags on and ends. */
final class ReactionsToCourse {
  private final Incident after;
  private final Facts facts;
  private final EffectList out;

  ReactionsToCourse(Incident after, EffectList out) {
    this.after = after;
    this.facts = after.facts();
    this.out = out;
  }

  void to(Event.OfCourse event) {
    switch (event) {
      case Event.Declared e -> declared(e);
      case Event.RollbackChosen e -> rollbackChosen(e);
      case Event.Reopened e -> reopened(e);
      case Event.Closed e -> closed(e);
      case Event.Cancelled _ -> cancelled();
      case Event.PostMortemDrafted e -> postMortemDrafted(e);
      case Event.DeadlinePassed _ -> deadlinePassed();
      case Event.UpdateDue e -> updateDue(e);
    }
  }

  private void declared(Event.Declared e) {
    out.add(new Effect.Refresh(Surface.CARD));
    out.add(new Effect.OpenChannel("inc-" + facts.id().number() + "-" + facts.runbook().id()));
    if (rollsBack() || facts.declaration().affectingUsers()) {
      out.tellStakeholders(Posts.stakeholderIncident(after));
    }
    facts.deadline().ifPresent(at -> out.add(new Effect.WakeAt(Timer.DEADLINE, at)));
    out.add(new Effect.WakeAt(Timer.UPDATE, e.at().plus(facts.environment().updates())));
  }

  void channelReady(Event.ChannelReady e) {
    e.whyNotOwn()
        .ifPresent(why ->
            out.say(
                Prose.of(facts.id().label() + " has no channel of its own, so it lives here: ")
                    .quote(why)));
    if (e.channel().own()) {
      List<String> people = new ArrayList<>(List.of(facts.declaredBy()));
      if (!people.contains(facts.declaration().lead())) {
        people.add(facts.declaration().lead());
      }
      out.add(new Effect.Invite(people, facts.environment().responders()));
      out.add(new Effect.SetTopic(topic()));
      // Elsewhere the card says the same.
      out.add(new Effect.Post(Place.CHANNEL, "", Posts.incident(after)));
    }
    out.add(new Effect.Refresh(Surface.PANEL));
    facts.checklist().entries().forEach(this::catchUp);
    out.add(
        new Effect.Bookmark(
            "Runbook: " + facts.runbook().name(), facts.runbook().link().orElse("")));
    out.add(new Effect.Refresh(Surface.CARD));
  }

  /** What was done before there was a thread to say it in. */
  private void catchUp(Checklist.Entry e) {
    if (e.mark() instanceof Mark.Done done && !done.note().isBlank()) {
      out.whisper(Prose.of("✓ " + e.item().title() + ": ").quote(done.note()));
    }
  }

  private Prose topic() {
    return Prose.of(
            facts.id().label()
                + " · "
                + facts.runbook().name()
                + " · "
                + facts.declaration().environment()
                + " · "
                + facts.declaration().severity()
                + " · lead ")
        .person(facts.declaration().lead());
  }

  private void rollbackChosen(Event.RollbackChosen e) {
    out.say(out.lead("").person(e.by()).text(" chose to roll back after all."));
    if (!facts.declaration().affectingUsers()) {
      out.tellStakeholders(Posts.stakeholderIncident(after));
    }
    out.drawAll();
  }

  private boolean rollsBack() {
    return !(after.state() instanceof State.Monitoring);
  }

  void resolved() {
    out.add(new Effect.Post(Place.CHANNEL, "", Posts.resolved(after)));
    out.drawAll();
    out.add(new Effect.Post(Place.CARD_THREAD, "", Prose.of(Headlines.situation(after) + ".")));
    out.tellStakeholders(Posts.stakeholderResolved(after));
    if (facts.channel().map(Channel::own).orElse(false)) {
      out.add(new Effect.SetTopic(Prose.of("RESOLVED · ").add(topic())));
    }
    out.add(new Effect.StartProbes());
  }

  private void reopened(Event.Reopened e) {
    Prose text =
        Prose.of(facts.id().label() + " is open again. ")
            .person(e.by())
            .text(": ")
            .quote(e.reason());
    out.say(out.lead("").add(text));
    out.add(new Effect.Post(Place.CARD_THREAD, "", text));
    out.tellStakeholders(Posts.stakeholderUpdate(after));
    out.add(new Effect.WakeAt(Timer.UPDATE, e.at().plus(facts.environment().updates())));
    if (facts.channel().map(Channel::own).orElse(false)) {
      out.add(new Effect.SetTopic(topic()));
    }
    out.drawAll();
  }

  private void closed(Event.Closed e) {
    out.say(Posts.card(after));
    if (e.ending() != Ending.ROLLED_BACK && facts.declaration().affectingUsers()) {
      out.tellStakeholders(
          Prose.of(facts.runbook().name() + ": " + Headlines.situation(after) + "."));
    }
    out.drawAll();
  }

  private void cancelled() {
    if (!(after.state() instanceof State.Cancelled s)) {
      return;
    }
    out.say(Posts.cancelled(facts, s));
    out.add(new Effect.Post(Place.CARD_THREAD, "", Prose.of("Cancelled. ").quote(s.reason())));
    out.tellStakeholders(
        Prose.of(facts.runbook().name() + ": the rollback was cancelled. ").quote(s.reason()));
    out.drawAll();
  }

  private void postMortemDrafted(Event.PostMortemDrafted e) {
    out.add(
        new Effect.AttachPostMortem(
            "post-mortem-" + facts.id().label().toLowerCase(Locale.ROOT) + ".md",
            Prose.of("The post-mortem's draft, for ").person(e.by()).text(".")));
  }

  private void deadlinePassed() {
    out.say(out.lead("The deadline has passed. ").text(Headlines.situation(after) + "."));
    out.draw();
  }

  private void updateDue(Event.UpdateDue e) {
    if (after.state() instanceof State.Monitoring) {
      out.say(out.lead("Still watching. ").text("Roll back after all, or close it, on the panel."));
    }
    if (rollsBack() || facts.declaration().affectingUsers()) {
      out.tellStakeholders(Posts.stakeholderUpdate(after));
    }
    out.add(new Effect.WakeAt(Timer.UPDATE, e.at().plus(facts.environment().updates())));
  }
}
