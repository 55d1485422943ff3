package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.ServiceResult;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.Watch;
import dev.rollbackbot.incident.verification.WatchGaps;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares what is live after RESOLVED with what was signed, and says what is to be reported. */
public final class WatchedVersions {
  private WatchedVersions() {}

  /** The state after RESOLVED once those readings were made. */
  public static State.Resolved read(
      IncidentDetails details, State.Resolved state, Event.LiveVersionsRead event) {
    List<String> signed =
        event.readings().stream()
            .filter(r -> r.live().isPresent() && !differs(state, r))
            .map(r -> r.service().service().id())
            .toList();
    Instant next = event.at().plus(details.runbook().verification().watchInterval());
    WatchGaps gaps = state.watch().gaps();
    for (LiveReading reading : event.readings()) {
      gaps =
          gaps.withService(
              reading.service().service().id(), reading.live().isPresent(), event.at());
    }
    return state.with(state.results(), state.watch().withLiveRead(signed, gaps, next));
  }

  /** That something could not be read for so long that silence would be taken for calm. */
  public static Optional<Event> interrupted(
      IncidentDetails details, State.Resolved state, Instant at) {
    WatchGaps due =
        state
            .watch()
            .gaps()
            .unreported()
            .lasting(details.runbook().verification().longestGap(), at);
    Optional<Instant> since =
        Stream.concat(due.probes().values().stream(), due.services().values().stream())
            .map(WatchGaps.Gap::since)
            .min(Comparator.naturalOrder());
    return since.map(first ->
        new Event.WatchInterrupted(at, first, sorted(due.probes()), sorted(due.services())));
  }

  private static List<String> sorted(Map<String, WatchGaps.Gap> gaps) {
    return gaps.keySet().stream().sorted().toList();
  }

  /** That nobody watched since a reading was due, if its timer fires as late as now. */
  public static Optional<Event> away(IncidentDetails details, State.Resolved state, Instant at) {
    Instant due = state.watch().nextRead();
    Instant until = at.isBefore(state.watchUntil()) ? at : state.watchUntil();
    return until.isBefore(due.plus(details.runbook().verification().longestGap()))
        ? Optional.empty()
        : Optional.of(new Event.WatchInterrupted(at, due, List.of(), List.of()));
  }

  /** What RESOLVED causes by itself: what is live is read, or a change is reported. */
  public static Optional<Event> next(Incident incident, State.Resolved state, Instant at) {
    IncidentDetails details = incident.details();
    boolean reading = details.live().job().isPresent();
    boolean readable = !LiveReadings.services(details, state.rollback()).isEmpty();
    Watch watch = state.watch();
    if (!watch.relapses(Watch.RelapseStatus.FOUND).isEmpty() && readable) {
      return reading
          ? Optional.empty()
          : Optional.of(new Event.LiveReadStarted(at, details.nextJob()));
    }
    List<ProbeResult> relapses =
        watch.relapses(readable ? Watch.RelapseStatus.LIVE_READ : Watch.RelapseStatus.FOUND);
    if (!relapses.isEmpty()) {
      return Optional.of(
          new Event.ChangedAfterResolved(at, relapses, otherOrUnread(details, state)));
    }
    List<LiveReading> unreported =
        otherOrUnread(details, state).stream()
            .filter(r -> r.live().isPresent() && !reported(watch, r))
            .toList();
    return unreported.isEmpty()
        ? interrupted(details, state, at)
        : Optional.of(new Event.ChangedAfterResolved(at, List.of(), unreported));
  }

  private static boolean reported(Watch watch, LiveReading reading) {
    Deployment reported = watch.reported().get(reading.service().service().id());
    return reported != null && reported.servesSameAs(reading.live().orElseThrow());
  }

  private static List<LiveReading> otherOrUnread(IncidentDetails details, State.Resolved state) {
    return state.result().services().stream()
        .flatMap(s -> details.live().reading(s.service().service().id()).stream())
        .filter(r -> r.live().isEmpty() || differs(state, r))
        .toList();
  }

  private static boolean differs(State.Resolved state, LiveReading reading) {
    return signed(state, reading)
        .filter(d -> !d.servesSameAs(reading.live().orElseThrow()))
        .isPresent();
  }

  /** What was live of that service when the second signature counted. */
  public static Optional<Deployment> signed(State.Resolved state, LiveReading reading) {
    String id = reading.service().service().id();
    return state.result().services().stream()
        .filter(s -> s.service().service().id().equals(id))
        .findFirst()
        .flatMap(ServiceResult::live);
  }
}
