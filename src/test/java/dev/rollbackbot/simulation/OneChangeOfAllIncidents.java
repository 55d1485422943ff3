package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.store.RestartableDatabase;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When a rollback is asked for, no other incident has one under way on the same resource: neither
 * one that was begun, nor one whose outcome is unknown, unless a person has taken the lock over
 * after the provider could not tell. Nor is a change or a program of another incident under way at
 * the provider, by its own knowledge, unless a person of either has let go of the lock, whatever
 * that incident did since.
 */
final class OneChangeOfAllIncidents {
  /** The only program changes this service. */
  private static final String PROGRAMS_LOCK =
      SmallRunbook.whole()
          .serviceIn(SmallRunbook.whole().environments().getFirst(), "api")
          .lockKey();

  private OneChangeOfAllIncidents() {}

  static void check(
      RestartableDatabase database,
      List<IncidentId> incidents,
      CommandGateway.Job job,
      SimulatedProvider truth) {
    String lock =
        job.invocation() instanceof Invocation.RollBack rollBack
            ? rollBack.service().lockKey()
            : PROGRAMS_LOCK;
    Set<String> running = new HashSet<>(lock.equals(PROGRAMS_LOCK) ? truth.running() : Set.of());
    if (job.invocation() instanceof Invocation.RollBack rollBack) {
      running.addAll(truth.underWay(rollBack.service()));
    }
    for (IncidentId id : incidents) {
      if (!job.id().startsWith(id.label() + "/")) {
        Optional<Incident> holder =
            database.incidents().load(id).flatMap(loaded -> loaded.incident());
        require(
            holder.filter(i -> underWay(database, i, lock)).isEmpty(),
            () -> job.id() + " changes " + lock + " beside " + id.label());
        running.stream()
            .filter(other -> other.startsWith(id.label() + "/"))
            .forEach(other ->
                require(
                    personLetGo(database, id, other),
                    () -> job.id() + " changes " + lock + " while " + other + " is under way"));
      }
    }
  }

  /** They said that its step was done, or that the other incident can't wait for it. */
  private static boolean personLetGo(
      RestartableDatabase database, IncidentId incident, String job) {
    List<Event> since =
        database.incidents().events(incident).stream()
            .dropWhile(e -> !(e instanceof Event.StepStarted s && s.job().equals(job)))
            .toList();
    String step = ((Event.StepStarted) since.getFirst()).step();
    return since.stream()
            .anyMatch(e ->
                e instanceof Event.LockLetGo letGo && letGo.attempts().orElseThrow().contains(job))
        || since.stream()
            .takeWhile(e -> !(e instanceof Event.PlanMade))
            .anyMatch(e -> e instanceof Event.StepDoneByHand done && done.step().equals(step));
  }

  private static boolean underWay(RestartableDatabase database, Incident incident, String lock) {
    return incident.currentSteps().stream()
        .filter(step -> step.step().lockKeys().contains(lock))
        .anyMatch(step -> underWay(database, incident, step));
  }

  private static boolean underWay(RestartableDatabase database, Incident incident, StepRun step) {
    return switch (step.status()) {
      case StepRun.Running running ->
          database.jobs().find(running.job()).orElseThrow().jobPhase() != Jobs.JobPhase.NEW;
      case StepRun.OutcomeUnknown unknown ->
          unknown.reconcileJob().isPresent() || !letGo(database, incident, step);
      case StepRun.StepStatus _ -> false;
    };
  }

  private static boolean letGo(RestartableDatabase database, Incident incident, StepRun step) {
    String id = step.step().id();
    return database.incidents().events(incident.id()).reversed().stream()
        .filter(event ->
            (event instanceof Event.StepUnknown unknown && unknown.step().equals(id))
                || (event instanceof Event.LockLetGo letGo && letGo.step().equals(id)))
        .findFirst()
        .filter(Event.LockLetGo.class::isInstance)
        .isPresent();
  }
}
