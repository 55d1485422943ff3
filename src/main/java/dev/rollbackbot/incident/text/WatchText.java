package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.WatchedVersions;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.incident.verification.WatchGaps;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is said when something changed after RESOLVED. */
public final class WatchText {
  private static final String UNKNOWN = " Whether what was signed still holds is not known.";

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

  /** Whole sentences: what could not be read since when, and what follows. */
  public static RichText interrupted(Incident incident, Event.WatchInterrupted event) {
    if (event.botWasAway()) {
      return RichText.of("The bot was away from ")
          .time(event.since())
          .text(" to ")
          .time(event.at())
          .text(", and nothing was watched then.")
          .text(UNKNOWN);
    }
    RichText text = RichText.EMPTY;
    for (String probe : event.probes()) {
      text =
          text.add(space(text))
              .text("“" + incident.details().runbook().checkTitle(probe) + "” could not be read")
              .add(since(gap(incident, WatchGaps::probes, probe), problem(incident, probe)));
    }
    for (String service : event.services()) {
      String problem =
          incident.details().live().reading(service).map(LiveReading::problem).orElse("");
      text =
          text.add(space(text))
              .text("What is live of " + incident.details().runbook().service(service).name())
              .text(" could not be read")
              .add(since(gap(incident, WatchGaps::services, service), problem));
    }
    return text.text(UNKNOWN);
  }

  /** Of each its own: one may have been read while another was not. */
  private static Optional<Instant> gap(
      Incident incident, Function<WatchGaps, Map<String, WatchGaps.Gap>> kind, String id) {
    return incident.state() instanceof State.Resolved resolved
        ? Optional.ofNullable(kind.apply(resolved.watch().gaps()).get(id)).map(WatchGaps.Gap::since)
        : Optional.empty();
  }

  private static RichText since(Optional<Instant> since, String problem) {
    return since
        .map(at -> RichText.of(" since ").time(at))
        .orElse(RichText.EMPTY)
        .text(": ")
        .quote(problem)
        .text(".");
  }

  private static String problem(Incident incident, String probe) {
    return incident.state() instanceof State.Resolved resolved
        ? resolved
            .results()
            .probe(probe)
            .flatMap(VerificationResults.ProbeRun::lastResult)
            .map(ProbeResult::detail)
            .orElse("")
        : "";
  }

  /** For the panel, what is told and can't be read yet; empty: nothing. */
  public static RichText unread(IncidentDetails details, State.Resolved state) {
    WatchGaps gaps = state.watch().gaps().reported();
    List<String> names =
        Stream.concat(
                gaps.probes().keySet().stream()
                    .sorted()
                    .map(id -> "“" + details.runbook().checkTitle(id) + "”"),
                gaps.services().keySet().stream()
                    .sorted()
                    .map(id -> "what is live of " + details.runbook().service(id).name()))
            .toList();
    return names.isEmpty()
        ? RichText.EMPTY
        : RichText.of("\n:warning: Can't be read now: " + String.join(", ", names) + ".");
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
