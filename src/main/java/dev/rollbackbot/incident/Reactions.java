package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Effect.Place;
import dev.rollbackbot.incident.Effect.Timer;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is to be done after each event. */
final class Reactions {
  private final State.Declared after;
  private final Facts facts;
  private final EffectList out;

  private Reactions(State.Declared after) {
    this.after = after;
    this.facts = after.facts();
    this.out = new EffectList(facts);
  }

  static List<Effect> to(State.Declared after, Event event) {
    Reactions r = new Reactions(after);
    r.react(event);
    return r.out.all();
  }

  private void react(Event event) {
    ReactionsToCourse course = new ReactionsToCourse(after, out);
    switch (event) {
      case Event.Declared e -> course.declared(e);
      case Event.ChannelReady e -> course.channelReady(e);
      case Event.SurfaceShown _ -> out.draw();
      case Event.RollbackChosen e -> {
        out.say(out.lead("").person(e.by()).text(" chose to roll back after all."));
        if (!facts.declaration().affectingUsers()) {
          out.tellStakeholders(Posts.stakeholderIncident(after));
        }
        out.drawAll();
      }
      case Event.ItemStarted e -> itemStarted(e);
      case Event.ItemDone e -> itemDone(e);
      case Event.ItemSkipped e -> {
        out.whisper(
            Prose.of("Skipped “" + item(e.item()) + "” by ")
                .person(e.by())
                .text(": ")
                .quote(e.reason()));
        out.draw();
      }
      case Event.ItemFailed e -> {
        out.whisper(Prose.of("“" + item(e.item()) + "” failed: ").quote(e.text()));
        out.draw();
      }
      case Event.MethodChanged e -> {
        out.say(
            new Prose(List.of())
                .person(e.by())
                .text(" changed the method to “" + facts.method().name() + "”."));
        out.drawAll();
      }
      case Event.SurveyStarted e -> {
        out.add(new Effect.RunJob(e.job(), new Invocation.Survey(services())));
        out.draw();
      }
      case Event.PlanMade _, Event.ChecksRestarted _ -> out.draw();
      case Event.PlanMissing e -> {
        out.say(out.lead("There is no plan yet. ").quote(e.text()));
        out.draw();
      }
      case Event.TargetChanged e -> {
        out.say(
            new Prose(List.of())
                .person(e.by())
                .text(" changed a target. The plan is *" + e.plan().shortHash() + "* now."));
        out.draw();
      }
      case Event.ApprovalAsked e -> approvalAsked(e);
      case Event.Nudged _ ->
          out.say(
              Prose.of("Still waiting: someone in ")
                  .add(Refusals.approvers(facts))
                  .text(" must approve the plan above."));
      case Event.Approved e -> {
        out.say(
            new Prose(List.of())
                .person(e.by())
                .text(" approved plan *" + e.planHash().substring(0, 4) + "*. Rolling back."));
        out.drawAll();
      }
      case Event.GlassBroken e -> glassBroken(e);
      case Event.OfSteps e -> out.addAll(ReactionsToSteps.to(after, e));
      case Event.MethodStarted e -> {
        out.say(
            new Prose(List.of())
                .person(e.by())
                .text(
                    " asked for a new plan with “"
                        + facts.method().name()
                        + "”. It needs its own approval."));
        out.drawAll();
      }
      case Event.SpreadStarted e -> {
        out.add(new Effect.WakeAt(Timer.PROPAGATION, e.until()));
        out.add(new Effect.StartProbes());
        out.drawAll();
      }
      case Event.SpreadEnded e -> {
        if (!e.reason().isBlank()) {
          out.whisper(
              new Prose(List.of()).person(e.by()).text(" ended the wait: ").quote(e.reason()));
        }
        out.add(new Effect.StartProbes());
        out.drawAll();
      }
      case Event.ProbesRead e -> probesRead(e);
      case Event.CheckConfirmed e -> {
        if (!e.evidence().isBlank()) {
          out.whisper(
              new Prose(List.of())
                  .person(e.by())
                  .text(" confirmed “" + check(e.check()) + "”: ")
                  .quote(e.evidence()));
        }
        out.draw();
      }
      case Event.CheckWaived e -> {
        out.say(
            new Prose(List.of())
                .person(e.by())
                .text(" waived “" + check(e.check()) + "”: ")
                .quote(e.reason()));
        out.draw();
      }
      case Event.Verified _ -> {
        out.say(
            out.lead("Every check holds. ")
                .text(
                    "Two people sign now, then everybody is told. "
                        + "“Rolled back by” first, then someone else “verified by”."));
        out.drawAll();
      }
      case Event.VerificationLost e -> {
        out.say(
            out.lead("“" + check(e.probe()) + "” turned bad while signatures were collected: ")
                .quote(e.detail())
                .text(". Checking again."));
        out.drawAll();
      }
      case Event.SignedRolledBack _ -> out.draw();
      case Event.SignedVerified _ -> course.resolved();
      case Event.Reopened e -> course.reopened(e);
      case Event.Closed e -> course.closed(e);
      case Event.Cancelled _ -> course.cancelled();
      case Event.PostMortemDrafted e ->
          out.add(
              new Effect.AttachPostMortem(
                  "post-mortem-" + facts.id().label().toLowerCase(Locale.ROOT) + ".md",
                  Prose.of("The post-mortem's draft, for ").person(e.by()).text(".")));
      case Event.DeadlinePassed _ -> {
        out.say(out.lead("The deadline has passed. ").text(Headlines.situation(after) + "."));
        out.draw();
      }
      case Event.UpdateDue e -> course.updateDue(e);
      case Event.PostLost _ -> {}
    }
  }

  private void itemStarted(Event.ItemStarted e) {
    facts
        .checklist()
        .entry(e.item())
        .map(x -> x.item().doer())
        .filter(
            d -> d instanceof ChecklistItem.Bot b && b.task() == ChecklistItem.Task.CAPTURE_LOGS)
        .ifPresent(d -> out.add(new Effect.RunJob(e.job(), capture((ChecklistItem.Bot) d))));
    out.draw();
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
      out.add(new Effect.Attach(job.get(), file, Prose.of(item(e.item()) + ": ").quote(e.note())));
    } else if (!e.note().isBlank()) {
      out.whisper(Prose.of("✓ " + item(e.item()) + ": ").quote(e.note()));
    }
    out.draw();
  }

  private void approvalAsked(Event.ApprovalAsked e) {
    if (!(after instanceof State.AwaitingApproval w)) {
      return;
    }
    out.say(
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
    out.drawAll();
  }

  private void nudges(Instant from, Duration left) {
    out.add(new Effect.WakeAt(Timer.APPROVAL_FIRST_NUDGE, from.plus(left.dividedBy(3))));
    out.add(
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
    out.say(loud.text("\nLead: ").person(facts.declaration().lead()));
    out.add(new Effect.Post(Place.CARD_THREAD, "", loud));
    out.drawAll();
  }

  private void probesRead(Event.ProbesRead e) {
    for (Reading r : e.readings()) {
      if (r.verdict() == Reading.Verdict.FAILED) {
        if (after instanceof State.Resolved) {
          Prose bad =
              Prose.of("“" + check(r.probe()) + "” turned bad after all: ").quote(r.detail());
          out.say(out.lead("").add(bad).text(". It can be reopened from the panel."));
          out.add(new Effect.Post(Place.CARD_THREAD, "", bad));
        } else if (after instanceof State.Verifying) {
          out.whisper(Prose.of("✗ " + check(r.probe()) + ": ").quote(r.detail()));
        }
      }
    }
    out.draw();
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
}
