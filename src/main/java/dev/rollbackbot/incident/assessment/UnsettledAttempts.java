package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.UnsettledAttempt;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.StepRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The attempts of which nobody knows whether they have ended, kept from an incident's events. One
 * is settled by a reading of its service, by a person who says that its step is done, or by one who
 * takes its locks over for another incident: never by what the incident does next, nor by what is
 * said of another attempt.
 */
public final class UnsettledAttempts {
  private UnsettledAttempts() {}

  /** Those that are left after an event. */
  public static List<UnsettledAttempt> after(IncidentDetails details, State before, Event event) {
    List<UnsettledAttempt> all = details.unsettled();
    return switch (event) {
      case Event.StepUnknown e when e.reconcileJob().isEmpty() -> with(all, of(before, e.step()));
      case Event.StepFailed e when mayGoOn(before, e) ->
          with(
              read(all, before, e.step(), e.at(), e.live(), Optional.empty()),
              of(before, e.step()));
      case Event.StepFailed e ->
          read(
              all,
              before,
              e.step(),
              e.at(),
              e.live(),
              // Only this was found when nothing was under way any more.
              Optional.of(List.<RunningDeployment>of())
                  .filter(_ -> e.kind() == FailureKind.NOT_DONE));
      case Event.StepSucceeded e ->
          read(all, before, e.step(), e.at(), Optional.of(e.live()), Optional.of(List.of()));
      case Event.StepDoneByHand e ->
          with(
              without(all, a -> rollback(before).filter(r -> a.isOf(r, e.step())).isPresent()),
              // Until it was read: what it asked for may be under way.
              of(before, e.step())
                  .filter(_ -> run(before, e.step()).filter(StepRun::reconciling).isPresent()));
      case Event.LockLetGo e -> letGo(all, e);
      case Event.PlanMade e -> read(all, e.live().orElse(List.of()));
      case Event.LiveVersionsRead e -> read(all, e.readings());
      case Event _ -> all;
    };
  }

  /** A rollout that stands still goes on as soon as it can; a run has ended when it has failed. */
  private static boolean mayGoOn(State before, Event.StepFailed event) {
    return event.kind() == FailureKind.PARTLY_DONE
        && run(before, event.step())
            .flatMap(run -> run.step().change())
            .filter(change -> !change.service().service().kind().startsRun())
            .isPresent();
  }

  private static Optional<StepRun> run(State before, String step) {
    return rollback(before).flatMap(rollback -> rollback.step(step));
  }

  private static Optional<Rollback> rollback(State before) {
    return before instanceof State.Executing executing
        ? Optional.of(executing.rollback())
        : Optional.empty();
  }

  private static Optional<UnsettledAttempt> of(State before, String step) {
    return rollback(before)
        .flatMap(rollback -> rollback.step(step).map(run -> UnsettledAttempt.of(rollback, run)));
  }

  private static List<UnsettledAttempt> with(
      List<UnsettledAttempt> all, Optional<UnsettledAttempt> next) {
    return Stream.concat(all.stream(), next.stream()).toList();
  }

  private static List<UnsettledAttempt> without(
      List<UnsettledAttempt> all, Predicate<UnsettledAttempt> settled) {
    return all.stream().filter(settled.negate()).toList();
  }

  /** Before the attempts were named, all that shared a lock were let go. */
  private static List<UnsettledAttempt> letGo(List<UnsettledAttempt> all, Event.LockLetGo event) {
    if (event.attempts().isEmpty() || event.locks().isEmpty()) {
      return without(
          all, a -> event.locks().map(a::needsAny).orElse(a.step().equals(event.step())));
    }
    return all.stream()
        .flatMap(a ->
            a.isMadeBy(event.attempts().get())
                ? a.without(event.locks().get()).stream()
                : Stream.of(a))
        .toList();
  }

  /** {@code running}: as in {@link LiveReading}. */
  private static List<UnsettledAttempt> read(
      List<UnsettledAttempt> all,
      State before,
      String step,
      Instant at,
      Optional<Deployment> live,
      Optional<List<RunningDeployment>> running) {
    return run(before, step)
        .flatMap(run -> run.step().change())
        .map(PlannedStep.Change::service)
        .map(service -> new LiveReading(service, at, live, "", running))
        .map(reading -> read(all, List.of(reading)))
        .orElse(all);
  }

  private static List<UnsettledAttempt> read(
      List<UnsettledAttempt> all, List<LiveReading> readings) {
    return without(all, a -> readings.stream().anyMatch(a::settledBy));
  }
}
