package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.WatchedVersions;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.verification.ProbeResult;
import java.util.Optional;

/** What is said when something changed after RESOLVED. */
public final class WatchText {
  private WatchText() {}

  /** Whole sentences, with the deployment and its author. */
  public static RichText changed(Incident incident, Event.ChangedAfterResolved event) {
    RichText text = RichText.EMPTY;
    for (ProbeResult relapse : event.relapses()) {
      text = text.add(space(text)).add(relapse(incident, relapse));
    }
    for (LiveReading reading : event.live()) {
      text = text.add(space(text)).add(live(incident, reading));
    }
    boolean asSigned =
        event.live().isEmpty()
            && incident.state() instanceof State.Resolved resolved
            && !resolved.result().services().isEmpty();
    return asSigned ? text.text(" What was signed is still live.") : text;
  }

  /** For people who may read of the end after it was told; empty: it still holds. */
  public static RichText forStakeholders(State.Resolved state) {
    return state.watch().toldOfChange()
        ? RichText.of("\n\nSince then something has changed again. We are looking at it.")
        : RichText.EMPTY;
  }

  /** The same for engineers, where only the end was told. */
  public static RichText since(State.Resolved state) {
    return state.watch().toldOfChange()
        ? RichText.of(
            "\n:warning: Since then something has changed again. This is what was signed.")
        : RichText.EMPTY;
  }

  private static RichText space(RichText before) {
    return RichText.of(before.equals(RichText.EMPTY) ? "" : " ");
  }

  private static RichText relapse(Incident incident, ProbeResult relapse) {
    int times = incident.details().runbook().verification().passesInARow();
    return RichText.of(
            "“"
                + incident.details().runbook().checkTitle(relapse.probe())
                + "” turned bad after all")
        .text(times == 1 ? ": " : ", " + times + " times in a row: ")
        .quote(relapse.detail())
        .text(".");
  }

  private static RichText live(Incident incident, LiveReading reading) {
    RichText name = RichText.of(reading.service().service().name());
    if (reading.live().isEmpty()) {
      return RichText.of("What is live of ")
          .add(name)
          .text(" can't be read: ")
          .quote(reading.problem());
    }
    Deployment live = reading.live().get();
    Optional<Deployment> signed =
        incident.state() instanceof State.Resolved resolved
            ? WatchedVersions.signed(resolved, reading)
            : Optional.empty();
    RichText text = name.text(" runs ").quote(live.label()).text(" now");
    if (signed.isPresent()) {
      text = text.text(", not ").quote(signed.get().label()).text(", which was signed");
    }
    text = text.text(".");
    if (live.at().isPresent()) {
      text = text.text(" Live since ").time(live.at().get()).text(".");
    }
    return live.author().isPresent()
        ? text.text(" Deployed by ").quote(live.author().get()).text(".")
        : text;
  }
}
