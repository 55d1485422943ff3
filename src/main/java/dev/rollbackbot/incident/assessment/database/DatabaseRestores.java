package dev.rollbackbot.incident.assessment.database;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** To what databases can be restored after scripts, and the step that does it. */
public final class DatabaseRestores {
  /** As long as that its job waits for its end, which is found in the database itself. */
  public static final Duration WITHIN = Duration.ofMinutes(2);

  private static final String ID = "restore-";
  private static final List<String> LOST =
      List.of("Every write since then, in all tables, d1_migrations among them, is lost.");

  private DatabaseRestores() {}

  /**
   * The points that can be offered now, the newest first: scripts that may have changed something,
   * also of earlier plans, and were not undone by a restore. None while anything is under way.
   */
  public static List<RestorePoint> offered(Incident incident) {
    return incident.rollback().filter(r -> against(incident.state(), r).isEmpty()).stream()
        .flatMap(rollback ->
            Stream.concat(incident.details().earlierRollbacks().stream(), Stream.of(rollback)))
        .flatMap(rollback -> rollback.steps().stream())
        .filter(StepRun::ran)
        .flatMap(step -> step.restorable().stream())
        .filter(point -> point.restored().isEmpty())
        .sorted(Comparator.comparing(RestorePoint::at).reversed())
        .toList();
  }

  /** Why nothing can be restored now; empty: it can. */
  public static Optional<String> against(State state, Rollback rollback) {
    if (state instanceof State.Resolved) {
      return Optional.of(
          "This incident is resolved. If the database has to go back, reopen it: the restore is"
              + " offered again when a plan is carried out.");
    }
    if (!rollback.underWay().isEmpty()
        || rollback.reconciling()
        || state instanceof State.RollingBack) {
      return Optional.of("A step is under way. The restore is offered when it has ended.");
    }
    return rollback.current().filter(s -> s.step().restore().isPresent()).isPresent()
        ? Optional.of("A restore is to be decided already. The panel shows how it stands.")
        : Optional.empty();
  }

  /** {@code before}: what the script met, with the bookmark of right before it, if it has one. */
  public static Optional<RestorePoint> point(
      IncidentDetails details, StepRun script, DatabaseReading before, Instant at) {
    return before
        .bookmark()
        .filter(_ -> script.step().restore().isEmpty())
        .map(bookmark ->
            new RestorePoint(
                script.step().id(),
                script.step().title(),
                at,
                DatabaseSteps.spec(details, script.step()).orElseThrow(),
                bookmark,
                before.counts(),
                Optional.empty()));
  }

  /** The step that restores it, which holds the lock of the script's step. */
  public static PlannedStep step(Rollback rollback, RestorePoint point, List<String> locks) {
    String title = "Restore %s to before “%s”".formatted(point.spec().database(), point.title());
    String call =
        "the database %s of %s, as a whole and in place, to the bookmark %s, taken right before “%s”"
            .formatted(
                point.spec().database(), point.spec().provider(), point.bookmark(), point.title());
    int number = 1;
    while (rollback.step(ID + number).isPresent()) {
      number++;
    }
    return PlannedStep.running(ID + number, title, PlannedJob.restoring(point, call, locks, LOST));
  }

  /** The locks of the script's step, by its bookmark. */
  public static List<String> locks(Incident incident, RestorePoint point) {
    return Stream.concat(
            incident.details().earlierRollbacks().stream(), incident.rollback().stream())
        .flatMap(rollback -> rollback.steps().stream())
        .filter(step ->
            step.restorable().filter(p -> p.bookmark().equals(point.bookmark())).isPresent())
        .flatMap(step -> step.step().lockKeys().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** To what a step has restored its database, if an event says that it did. */
  public static Optional<RestorePoint> restored(StepRun step, Event event) {
    boolean done =
        (event instanceof Event.StepJobSucceeded ended && ended.artifact().isPresent())
            || event instanceof Event.StepDoneByHand;
    return step.step().restore().filter(_ -> done);
  }
}
