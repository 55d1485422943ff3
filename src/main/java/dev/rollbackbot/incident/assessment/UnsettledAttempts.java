package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.UnsettledAttempt;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.StepRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The attempts of which nobody knows what became of them, kept from an incident's events. One is
 * settled by a reading of its service, by a person who says that its step is done, or by one who
 * takes its lock over for another incident: never by what the incident does next.
 */
public final class UnsettledAttempts {
  private UnsettledAttempts() {}

  /** Those that are left after an event. */
  public static List<UnsettledAttempt> after(IncidentDetails details, State before, Event event) {
    List<UnsettledAttempt> all = details.unsettled();
    return switch (event) {
      case Event.StepUnknown e when e.reconcileJob().isEmpty() ->
          of(before, e.step()).map(attempt -> with(all, attempt)).orElse(all);
      case Event.StepDoneByHand e ->
          of(before, e.step()).map(done -> without(all, a -> isOf(a, done))).orElse(all);
      case Event.LockLetGo e ->
          without(all, a -> e.locks().map(a::needsAny).orElse(a.step().equals(e.step())));
      case Event.StepSucceeded e -> read(all, before, e.step(), e.at(), Optional.of(e.live()));
      case Event.StepFailed e -> read(all, before, e.step(), e.at(), e.live());
      case Event.PlanMade e -> read(all, e.live().orElse(List.of()));
      case Event.LiveVersionsRead e -> read(all, e.readings());
      case Event _ -> all;
    };
  }

  private static Optional<UnsettledAttempt> of(State before, String step) {
    return before instanceof State.Executing executing
        ? executing.rollback().step(step).map(StepRun::step).map(UnsettledAttempt::of)
        : Optional.empty();
  }

  private static boolean isOf(UnsettledAttempt attempt, UnsettledAttempt other) {
    return attempt.step().equals(other.step()) && attempt.locks().equals(other.locks());
  }

  private static List<UnsettledAttempt> with(List<UnsettledAttempt> all, UnsettledAttempt next) {
    return Stream.concat(without(all, a -> isOf(a, next)).stream(), Stream.of(next)).toList();
  }

  private static List<UnsettledAttempt> without(
      List<UnsettledAttempt> all, Predicate<UnsettledAttempt> settled) {
    return all.stream().filter(settled.negate()).toList();
  }

  /** The outcome of a later attempt is told when nothing is under way any more. */
  private static List<UnsettledAttempt> read(
      List<UnsettledAttempt> all,
      State before,
      String step,
      Instant at,
      Optional<Deployment> live) {
    return of(before, step)
        .flatMap(UnsettledAttempt::change)
        .map(c -> new LiveReading(c.service(), at, live, "", Optional.of(List.of())))
        .map(reading -> read(all, List.of(reading)))
        .orElse(all);
  }

  private static List<UnsettledAttempt> read(
      List<UnsettledAttempt> all, List<LiveReading> readings) {
    return without(all, a -> readings.stream().anyMatch(a::settledBy));
  }
}
