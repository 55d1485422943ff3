package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Effect.Place;
import dev.rollbackbot.incident.Effect.Surface;
import dev.rollbackbot.incident.Effect.Timer;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is to be done after each event. */
final class Reactions {
  private final State.Declared after;
  private final Facts facts;
  private final List<Effect> effects = new ArrayList<>();

  private Reactions(State.Declared after) {
    this.after = after;
    this.facts = after.facts();
  }

  static List<Effect> to(State.Declared after, Event event) {
    Reactions r = new Reactions(after);
    r.react(event);
    return List.copyOf(r.effects);
  }

  private void react(Event event) {
    switch (event) {
      case Event.Declared e -> declared(e);
      case Event.ChannelReady e -> channelReady(e);
      case Event.SurfaceShown _ -> draw();
      case Event.RollbackChosen e -> {
        say(lead("").person(e.by()).text(" chose to roll back after all."));
        if (!facts.declaration().affectingUsers()) {
          tellStakeholders(Posts.stakeholderIncident(after));
        }
        drawAll();
      }
      case Event.ItemStarted e -> itemStarted(e);
      case Event.ItemDone e -> itemDone(e);
      case Event.ItemSkipped e -> {
        whisper(
            Prose.of("Skipped “" + item(e.item()) + "” by ")
                .person(e.by())
                .text(": ")
                .quote(e.reason()));
        draw();
      }
      case Event.ItemFailed e -> {
        whisper(Prose.of("“" + item(e.item()) + "” failed: ").quote(e.text()));
        draw();
      }
      case Event.MethodChanged e -> {
        say(
            new Prose(List.of())
                .person(e.by())
                .text(" changed the method to “" + facts.method().name() + "”."));
        drawAll();
      }
      case Event.SurveyStarted e -> {
        effects.add(new Effect.RunJob(e.job(), new Invocation.Survey(services())));
        draw();
      }
      case Event.PlanMade _, Event.ChecksRestarted _ -> draw();
      case Event.PlanMissing e -> {
        say(lead("There is no plan yet. ").quote(e.text()));
        draw();
      }
      case Event.TargetChanged e -> {
        say(
            new Prose(List.of())
                .person(e.by())
                .text(" changed a target. The plan is *" + e.plan().shortHash() + "* now."));
        draw();
      }
      case Event.ApprovalAsked e -> approvalAsked(e);
      case Event.Nudged _ ->
          say(
              Prose.of("Still waiting: someone in ")
                  .add(Refusals.approvers(facts))
                  .text(" must approve the plan above."));
      case Event.Approved e -> {
        say(
            new Prose(List.of())
                .person(e.by())
                .text(" approved plan *" + e.planHash().substring(0, 4) + "*. Rolling back."));
        drawAll();
      }
      case Event.GlassBroken e -> glassBroken(e);
      case Event.OfSteps e -> effects.addAll(ReactionsToSteps.to(after, e));
      case Event.MethodStarted e -> {
        say(
            new Prose(List.of())
                .person(e.by())
                .text(
                    " asked for a new plan with “"
                        + facts.method().name()
                        + "”. It needs its own approval."));
        drawAll();
      }
      case Event.SpreadStarted e -> {
        effects.add(new Effect.WakeAt(Timer.PROPAGATION, e.until()));
        effects.add(new Effect.StartProbes());
        drawAll();
      }
      case Event.SpreadEnded e -> {
        if (!e.reason().isBlank()) {
          whisper(new Prose(List.of()).person(e.by()).text(" ended the wait: ").quote(e.reason()));
        }
        effects.add(new Effect.StartProbes());
        drawAll();
      }
      case Event.ProbesRead e -> probesRead(e);
      case Event.CheckConfirmed e -> {
        if (!e.evidence().isBlank()) {
          whisper(
              new Prose(List.of())
                  .person(e.by())
                  .text(" confirmed “" + check(e.check()) + "”: ")
                  .quote(e.evidence()));
        }
        draw();
      }
      case Event.CheckWaived e -> {
        say(
            new Prose(List.of())
                .person(e.by())
                .text(" waived “" + check(e.check()) + "”: ")
                .quote(e.reason()));
        draw();
      }
      case Event.Verified _ -> {
        say(
            lead("Every check holds. ")
                .text(
                    "Two people sign now, then everybody is told. "
                        + "“Rolled back by” first, then someone else “verified by”."));
        drawAll();
      }
      case Event.VerificationLost e -> {
        say(
            lead("“" + check(e.probe()) + "” turned bad while signatures were collected: ")
                .quote(e.detail())
                .text(". Checking again."));
        drawAll();
      }
      case Event.SignedRolledBack _ -> draw();
      case Event.SignedVerified _ -> resolved();
      case Event.Reopened e -> reopened(e);
      case Event.Closed e -> closed(e);
      case Event.Cancelled _ -> cancelled();
      case Event.PostMortemDrafted e ->
          effects.add(
              new Effect.AttachPostMortem(
                  "post-mortem-" + facts.id().label().toLowerCase(Locale.ROOT) + ".md",
                  Prose.of("The post-mortem's draft, for ").person(e.by()).text(".")));
      case Event.DeadlinePassed _ -> {
        say(lead("The deadline has passed. ").text(Headlines.situation(after) + "."));
        draw();
      }
      case Event.UpdateDue e -> updateDue(e);
      case Event.PostLost _ -> {}
    }
  }

  private void declared(Event.Declared e) {
    effects.add(new Effect.Refresh(Surface.CARD));
    effects.add(new Effect.OpenChannel("inc-" + facts.id().number() + "-" + facts.runbook().id()));
    if (rollsBack() || facts.declaration().affectingUsers()) {
      tellStakeholders(Posts.stakeholderIncident(after));
    }
    facts.deadline().ifPresent(at -> effects.add(new Effect.WakeAt(Timer.DEADLINE, at)));
    effects.add(new Effect.WakeAt(Timer.UPDATE, e.at().plus(facts.environment().updates())));
  }

  private void channelReady(Event.ChannelReady e) {
    e.whyNotOwn()
        .ifPresent(why ->
            say(
                Prose.of(facts.id().label() + " has no channel of its own, so it lives here: ")
                    .quote(why)));
    if (e.channel().own()) {
      List<String> people = new ArrayList<>(List.of(facts.declaredBy()));
      if (!people.contains(facts.declaration().lead())) {
        people.add(facts.declaration().lead());
      }
      effects.add(new Effect.Invite(people, facts.environment().responders()));
      effects.add(new Effect.SetTopic(topic()));
    }
    effects.add(new Effect.Post(Place.CHANNEL, "", Posts.incident(after)));
    effects.add(new Effect.Refresh(Surface.PANEL));
    facts
        .runbook()
        .link()
        .filter(_ -> e.channel().own())
        .ifPresent(l -> effects.add(new Effect.Bookmark(facts.runbook().name() + " runbook", l)));
    effects.add(new Effect.Refresh(Surface.CARD));
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

  private boolean rollsBack() {
    return !(after instanceof State.Monitoring);
  }

  private void itemStarted(Event.ItemStarted e) {
    facts
        .checklist()
        .entry(e.item())
        .map(x -> x.item().doer())
        .filter(
            d -> d instanceof ChecklistItem.Bot b && b.task() == ChecklistItem.Task.CAPTURE_LOGS)
        .ifPresent(d -> effects.add(new Effect.RunJob(e.job(), capture((ChecklistItem.Bot) d))));
    draw();
  }

  private Invocation capture(ChecklistItem.Bot bot) {
    List<ServiceRef> workers =
        services().stream().filter(s -> s.service().kind() == Service.Kind.WORKER).toList();
    Duration length = facts.environment().logCapture().orElse(bot.limit());
    return new Invocation.CaptureLogs(workers, length);
  }

  private void itemDone(Event.ItemDone e) {
    Optional<String> job = e.artifact();
    if (job.isPresent()) {
      String file = e.note().contains(",") ? e.note().substring(0, e.note().indexOf(',')) : "logs";
      effects.add(
          new Effect.Attach(job.get(), file, Prose.of(item(e.item()) + ": ").quote(e.note())));
    } else if (!e.note().isBlank()) {
      whisper(Prose.of("✓ " + item(e.item()) + ": ").quote(e.note()));
    }
    draw();
  }

  private void approvalAsked(Event.ApprovalAsked e) {
    if (!(after instanceof State.AwaitingApproval w)) {
      return;
    }
    say(
        Prose.of("Plan *" + w.plan().shortHash() + "* is ready. Someone in ")
            .add(Refusals.approvers(facts))
            .text(" other than ")
            .with(Prose.Kind.PERSON, facts.requester(), "")
            .text(" must approve it, on the panel above."));
    facts
        .deadline()
        .map(d -> Duration.between(e.at(), d))
        .filter(left -> left.isPositive())
        .ifPresent(left -> nudges(e.at(), left));
    drawAll();
  }

  private void nudges(Instant from, Duration left) {
    effects.add(new Effect.WakeAt(Timer.APPROVAL_FIRST_NUDGE, from.plus(left.dividedBy(3))));
    effects.add(
        new Effect.WakeAt(
            Timer.APPROVAL_SECOND_NUDGE, from.plus(left.dividedBy(3).multipliedBy(2))));
  }

  private void glassBroken(Event.GlassBroken e) {
    Prose loud =
        Prose.of(":warning: *Break-glass.* ")
            .person(e.by())
            .text(
                " goes on with plan *"
                    + e.planHash().substring(0, 4)
                    + "* without a second person. The reason: ")
            .quote(e.reason());
    say(loud.text("\nLead: ").person(facts.declaration().lead()));
    effects.add(new Effect.Post(Place.CARD_THREAD, "", loud));
    drawAll();
  }

  private void probesRead(Event.ProbesRead e) {
    for (Reading r : e.readings()) {
      if (r.verdict() == Reading.Verdict.FAILED) {
        if (after instanceof State.Resolved) {
          Prose bad =
              Prose.of("“" + check(r.probe()) + "” turned bad after all: ").quote(r.detail());
          say(lead("").add(bad).text(". It can be reopened from the panel."));
          effects.add(new Effect.Post(Place.CARD_THREAD, "", bad));
        } else if (after instanceof State.Verifying) {
          whisper(Prose.of("✗ " + check(r.probe()) + ": ").quote(r.detail()));
        }
      }
    }
    draw();
  }

  private void resolved() {
    if (!(after instanceof State.Resolved s)) {
      return;
    }
    effects.add(new Effect.Post(Place.CHANNEL, "", Posts.resolved(s)));
    drawAll();
    effects.add(new Effect.Post(Place.CARD_THREAD, "", Prose.of(Headlines.situation(s) + ".")));
    tellStakeholders(Posts.stakeholderResolved(s));
    if (facts.channel().map(Channel::own).orElse(false)) {
      effects.add(new Effect.SetTopic(Prose.of("RESOLVED · ").add(topic())));
    }
    effects.add(new Effect.StartProbes());
  }

  private void reopened(Event.Reopened e) {
    Prose text =
        Prose.of(facts.id().label() + " is open again. ")
            .person(e.by())
            .text(": ")
            .quote(e.reason());
    say(lead("").add(text));
    effects.add(new Effect.Post(Place.CARD_THREAD, "", text));
    tellStakeholders(Posts.stakeholderUpdate(after));
    effects.add(new Effect.WakeAt(Timer.UPDATE, e.at().plus(facts.environment().updates())));
    drawAll();
  }

  private void closed(Event.Closed e) {
    say(Posts.card(after));
    if (e.ending() != Ending.ROLLED_BACK && facts.declaration().affectingUsers()) {
      tellStakeholders(Prose.of(facts.runbook().name() + ": " + Headlines.situation(after) + "."));
    }
    drawAll();
  }

  private void cancelled() {
    if (!(after instanceof State.Cancelled s)) {
      return;
    }
    say(Posts.cancelled(s));
    effects.add(new Effect.Post(Place.CARD_THREAD, "", Prose.of("Cancelled. ").quote(s.reason())));
    tellStakeholders(
        Prose.of(facts.runbook().name() + ": the rollback was cancelled. ").quote(s.reason()));
    drawAll();
  }

  private void updateDue(Event.UpdateDue e) {
    if (after instanceof State.Monitoring) {
      say(lead("Still watching. ").text("Roll back after all, or close it, on the panel."));
    }
    if (rollsBack() || facts.declaration().affectingUsers()) {
      tellStakeholders(Posts.stakeholderUpdate(after));
    }
    effects.add(new Effect.WakeAt(Timer.UPDATE, e.at().plus(facts.environment().updates())));
  }

  private List<ServiceRef> services() {
    return facts.runbook().services().stream()
        .map(s -> facts.runbook().in(facts.environment(), s.id()))
        .toList();
  }

  private String item(String id) {
    return facts.checklist().entry(id).map(e -> e.item().title()).orElse(id);
  }

  private String check(String id) {
    return facts.runbook().verification().probes().stream()
        .filter(p -> p.id().equals(id))
        .map(p -> p.title())
        .findFirst()
        .or(() ->
            facts.runbook().checks().stream()
                .filter(c -> c.id().equals(id))
                .map(c -> c.title())
                .findFirst())
        .orElse(id);
  }

  private Prose lead(String text) {
    return new Prose(List.of()).person(facts.declaration().lead()).text(": " + text);
  }

  private void say(Prose text) {
    effects.add(new Effect.Post(Place.CHANNEL, "", text));
  }

  private void whisper(Prose text) {
    effects.add(new Effect.Post(Place.THREAD, "", text));
  }

  private void tellStakeholders(Prose text) {
    for (String channel : facts.environment().stakeholders()) {
      effects.add(new Effect.Post(Place.STAKEHOLDERS, channel, text));
    }
  }

  private void draw() {
    effects.add(new Effect.Refresh(Surface.PANEL));
  }

  private void drawAll() {
    draw();
    effects.add(new Effect.Refresh(Surface.CARD));
  }
}
