package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.Destination;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.LiveReadings;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.text.DrillText;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.text.WatchText;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import java.util.List;
import java.util.stream.Collectors;

/** Effects of the propagation's and the verification's events. */
record CheckReactions(Incident after, Effects effects) {
  void to(Event.OfChecks event) {
    switch (event) {
      case Event.PropagationStarted e -> propagationStarted(e);
      case Event.PropagationEnded e -> propagationEnded(e);
      case Event.ProbesRead e -> probesRead(e);
      case Event.ChecksRestarted _ -> effects.refreshPanel();
      case Event.VerificationReopened e -> verificationReopened(e);
      case Event.CheckConfirmed e -> confirmed(e);
      case Event.CheckWaived e -> waived(e);
      case Event.CheckCountedFailed e -> countedFailed(e);
      case Event.ChecksPassed e -> checksPassed(e);
      case Event.VerificationLost e -> verificationLost(e);
      case Event.LiveVersionChanged e -> liveVersionChanged(e);
      case Event.ChangedAfterResolved e -> changedAfterResolved(e);
      case Event.WatchInterrupted e -> watchInterrupted(e);
    }
  }

  void to(Event.OfLive event) {
    switch (event) {
      case Event.LiveReadStarted e -> {
        effects.add(
            new Effect.RunJob(e.job(), new Invocation.ReadLive(LiveReadings.services(after))));
        if (after.state() instanceof State.AwaitingApproval state) {
          effects.add(
              new Effect.WakeAt(
                  Effect.Timer.LIVE_READ,
                  LiveReadings.next(after.details(), state.since(), e.at())));
        }
      }
      case Event.LiveVersionsRead _ -> {
        effects.refreshPanel();
        if (after.state() instanceof State.Resolved resolved) {
          effects.wakeForWatch(resolved);
        }
      }
    }
  }

  private void propagationStarted(Event.PropagationStarted event) {
    effects.add(new Effect.WakeAt(Effect.Timer.PROPAGATION, event.until()));
    effects.add(new Effect.StartProbes());
    long putOff =
        after.details().checklist().entries().stream()
            .filter(e -> e.status() instanceof ItemStatus.Open)
            .count();
    if (putOff > 0) {
      effects.postInChannel(
          effects
              .mentionLead("What was put off is asked for now, on the ")
              .log("panel")
              .text(". It is done or skipped before people sign."));
    }
    effects.refreshPanelAndCard();
  }

  private void propagationEnded(Event.PropagationEnded event) {
    if (!event.reason().isBlank()) {
      effects.postInThread(
          RichText.EMPTY.person(event.by()).text(" ended the wait: ").quote(event.reason()));
    }
    if (after.state() instanceof State.Verifying verifying) {
      long open = verifying.results().checks().stream().filter(c -> !c.status().settled()).count();
      effects.postInChannel(
          effects
              .mentionLead(
                  event.reason().isBlank()
                      ? "The steps are over and it has had time to spread. "
                      : "The steps are over; the wait for it to spread was cut short. ")
              .text(open == 1 ? "One check needs" : open + " checks need")
              .text(" a person, on the ")
              .log("panel")
              .text("."));
    }
    effects.add(new Effect.StartProbes());
    effects.refreshPanelAndCard();
  }

  private void probesRead(Event.ProbesRead event) {
    event.results().stream()
        .filter(result -> result.verdict() == ProbeResult.Verdict.FAILED)
        .forEach(this::probeFailed);
    effects.refreshPanel();
  }

  private void probeFailed(ProbeResult result) {
    if (after.state() instanceof State.Verifying) {
      effects.postInThread(RichText.of("✗ " + check(result.probe()) + ": ").quote(result.detail()));
    }
  }

  private void changedAfterResolved(Event.ChangedAfterResolved event) {
    RichText text = WatchText.changed(after, event);
    effects.postInChannel(
        effects
            .mentionLead("")
            .add(text)
            .text(" If it is not over, reopen it: “It came back…”, on the ")
            .log("panel")
            .text("."));
    effects.post(Destination.CARD_THREAD, text);
    effects.refreshPanelAndCard();
  }

  private void watchInterrupted(Event.WatchInterrupted event) {
    RichText text = WatchText.interrupted(after, event);
    effects.postInChannel(
        effects
            .mentionLead("")
            .add(text)
            .text(" Please look at it. If it came back, reopen it: “It came back…”, on the ")
            .log("panel")
            .text("."));
    effects.post(Destination.CARD_THREAD, text);
    effects.refreshPanel();
  }

  private void confirmed(Event.CheckConfirmed event) {
    if (!event.evidence().isBlank()) {
      effects.postInThread(
          RichText.EMPTY
              .person(event.by())
              .text(" confirmed “" + check(event.check()) + "”: ")
              .said(event.evidence()));
    }
    effects.refreshPanel();
  }

  private void waived(Event.CheckWaived event) {
    effects.postInChannel(
        RichText.EMPTY
            .person(event.by())
            .text(" waived “" + check(event.check()) + "”: ")
            .quote(event.reason()));
    effects.refreshPanel();
  }

  private void countedFailed(Event.CheckCountedFailed event) {
    effects.postInChannel(
        effects
            .mentionLead("")
            .person(event.by())
            .text(" counted “" + check(event.check()) + "” as failed: ")
            .quote(event.reason())
            .text(". Nobody can sign now. How it goes on is decided on the ")
            .log("panel")
            .text("."));
    effects.refreshPanelAndCard();
  }

  private void checksPassed(Event.ChecksPassed event) {
    String checks =
        after.state() instanceof State.Measuring measuring
            ? StatusText.checksPassed(measuring.results()) + " "
            : "";
    effects.postInChannel(
        effects
            .mentionLead(checks)
            .text(
                "Two people sign now, "
                    + DrillText.afterSigning(after.details())
                    + ". “Rolled back by” first, then someone else “verified by”."));
    if (after.state() instanceof State.Measuring measuring) {
      effects.attachChart(measuring.results(), after, event.at());
    }
    effects.refreshPanelAndCard();
  }

  private void verificationReopened(Event.VerificationReopened event) {
    effects.postInChannel(
        effects
            .mentionLead("nothing is signed. ")
            .person(event.by())
            .text(" has everything checked again, and what people confirmed or waived is asked for")
            .text(" again, on the ")
            .log("panel")
            .text(": ")
            .quote(event.reason()));
    effects.add(new Effect.StartProbes());
    effects.refreshPanelAndCard();
  }

  private void verificationLost(Event.VerificationLost event) {
    effects.postInChannel(
        effects
            .mentionLead(
                "“" + check(event.probe()) + "” turned bad while signatures were collected: ")
            .quote(event.detail())
            .text(". Checking again."));
    effects.refreshPanelAndCard();
  }

  private void liveVersionChanged(Event.LiveVersionChanged event) {
    RichText text =
        effects
            .mentionLead("nothing is signed. " + service(event.service()) + " runs ")
            .quote(event.live().label())
            .text(" now, which is not what was verified.");
    if (event.live().at().isPresent()) {
      text = text.text(" Live since ").time(event.live().at().get()).text(".");
    }
    if (event.live().author().isPresent()) {
      text = text.text(" Deployed by ").quote(event.live().author().get()).text(".");
    }
    String waived =
        event.waived().orElse(List.of()).stream()
            .map(id -> "“" + check(id) + "”")
            .collect(Collectors.joining(", "));
    effects.postInChannel(
        text.text(" Checking again; what people confirmed is asked for again too")
            .text(waived.isEmpty() ? "." : ", and so is what was waived: " + waived + "."));
    effects.refreshPanelAndCard();
  }

  private String service(String id) {
    return after.details().runbook().service(id).name();
  }

  private String check(String id) {
    return after.details().runbook().checkTitle(id);
  }
}
