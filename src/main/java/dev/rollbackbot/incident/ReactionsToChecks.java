package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Effect.Place;
import dev.rollbackbot.incident.Effect.Timer;
import java.util.List;

/** What is to be done while it spreads and is verified. */
final class ReactionsToChecks {
  private final Incident after;
  private final Facts facts;
  private final EffectList out;

  ReactionsToChecks(Incident after, EffectList out) {
    this.after = after;
    this.facts = after.facts();
    this.out = out;
  }

  void to(Event.OfChecks event) {
    switch (event) {
      case Event.SpreadStarted e -> spreadStarted(e);
      case Event.SpreadEnded e -> spreadEnded(e);
      case Event.ProbesRead e -> probesRead(e);
      case Event.ChecksRestarted _ -> out.draw();
      case Event.CheckConfirmed e -> confirmed(e);
      case Event.CheckWaived e -> waived(e);
      case Event.Verified _ -> verified();
      case Event.VerificationLost e -> lost(e);
    }
  }

  private void spreadStarted(Event.SpreadStarted e) {
    out.add(new Effect.WakeAt(Timer.PROPAGATION, e.until()));
    out.add(new Effect.StartProbes());
    out.drawAll();
  }

  private void spreadEnded(Event.SpreadEnded e) {
    if (!e.reason().isBlank()) {
      out.whisper(new Prose(List.of()).person(e.by()).text(" ended the wait: ").quote(e.reason()));
    }
    if (after.state() instanceof State.Verifying v) {
      long open = v.measurements().checks().stream().filter(c -> !c.mark().settled()).count();
      out.say(
          out.lead("The steps are over and it has had time to spread. ")
              .text(open == 1 ? "One check needs" : open + " checks need")
              .text(" a person, on the ")
              .log("panel")
              .text("."));
    }
    out.add(new Effect.StartProbes());
    out.drawAll();
  }

  private void probesRead(Event.ProbesRead e) {
    for (Reading r : e.readings()) {
      if (r.verdict() == Reading.Verdict.FAILED) {
        if (after.state() instanceof State.Resolved) {
          Prose bad =
              Prose.of("“" + check(r.probe()) + "” turned bad after all: ").quote(r.detail());
          out.say(out.lead("").add(bad).text(". It can be reopened from the panel."));
          out.add(new Effect.Post(Place.CARD_THREAD, "", bad));
        } else if (after.state() instanceof State.Verifying) {
          out.whisper(Prose.of("✗ " + check(r.probe()) + ": ").quote(r.detail()));
        }
      }
    }
    out.draw();
  }

  private void confirmed(Event.CheckConfirmed e) {
    if (!e.evidence().isBlank()) {
      out.whisper(
          new Prose(List.of())
              .person(e.by())
              .text(" confirmed “" + check(e.check()) + "”: ")
              .quote(e.evidence()));
    }
    out.draw();
  }

  private void waived(Event.CheckWaived e) {
    out.say(
        new Prose(List.of())
            .person(e.by())
            .text(" waived “" + check(e.check()) + "”: ")
            .quote(e.reason()));
    out.draw();
  }

  private void verified() {
    out.say(
        out.lead("Every check holds. ")
            .text(
                "Two people sign now, then everybody is told. "
                    + "“Rolled back by” first, then someone else “verified by”."));
    out.drawAll();
  }

  private void lost(Event.VerificationLost e) {
    out.say(
        out.lead("“" + check(e.probe()) + "” turned bad while signatures were collected: ")
            .quote(e.detail())
            .text(". Checking again."));
    out.drawAll();
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
