package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.store.RestartableDatabase;
import java.util.List;
import java.util.Optional;

/**
 * When a program begins, what is live of its service is what the approved plan said, unless a
 * program of that plan has run before: it may have changed that itself. Judged by the events alone.
 */
final class ProgramsBeginAsPlanned {
  private ProgramsBeginAsPlanned() {}

  static void check(
      RestartableDatabase database,
      List<IncidentId> incidents,
      CommandGateway.Job job,
      SimulatedProvider provider) {
    IncidentId incident =
        incidents.stream()
            .filter(id -> job.id().startsWith(id.label() + "/"))
            .findFirst()
            .orElseThrow();
    Optional<Plan> plan = Optional.empty();
    boolean begun = false;
    boolean ran = false;
    for (Event event : database.incidents().events(incident)) {
      switch (event) {
        case Event.PlanMade e -> {
          plan = Optional.of(e.plan());
          ran = false;
        }
        case Event.InputsChosen e -> plan = Optional.of(e.plan());
        case Event.StepStarted e -> begun = e.job().equals(job.id());
        case Event.StepFailed e -> ran |= e.kind().ran();
        case Event.StepUnknown _ -> ran = true;
        case Event _ -> {}
      }
    }
    require(begun, job.id() + " is begun and is not the newest job of a step");
    PlannedJob planned =
        plan.orElseThrow().steps().stream()
            .flatMap(s -> s.job().stream())
            .findFirst()
            .orElseThrow();
    Deployment live = provider.deployments("shop-api").getFirst();
    require(
        ran || planned.live().filter(was -> !was.servesSameAs(live)).isEmpty(),
        () -> job.id() + " begins although " + live.label() + " is live, not as planned");
  }
}
