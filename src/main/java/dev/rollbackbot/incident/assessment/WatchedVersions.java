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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    return state.with(state.results(), state.watch().withLiveRead(signed, next));
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
        ? Optional.empty()
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
