package dev.rollbackbot.app.readiness;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the plan that a rollback would have now. Stores and changes nothing.
 *
 * @param history what earlier rollbacks showed about these resources
 */
public record PlanReader(
    CommandGateway gateway, Function<List<String>, RollbackHistory> history, InstantSource clock) {
  /** Of no incident: nothing of it is stored. */
  private static final IncidentId NONE = new IncidentId(1);

  /**
   * A plan that nobody asked for.
   *
   * @param details of an incident that nobody declared
   * @param usual those of its warnings that are so with every such service
   */
  public record ReadPlan(IncidentDetails details, State.Planning planning, List<String> usual) {
    public ReadPlan {
      usual = List.copyOf(usual);
    }
  }

  /** As if that person had seen a fault just now. */
  public ReadPlan read(Runbook runbook, Environment environment, String person) {
    Instant now = clock.instant();
    IncidentDetails details = details(runbook, environment, person, now);
    Outcome outcome = gateway.preview(details.surveyedServices());
    return new ReadPlan(details, planning(details, outcome), usual(outcome));
  }

  private static IncidentDetails details(
      Runbook runbook, Environment environment, String person, Instant now) {
    Declaration declaration =
        new Declaration(
            environment.id(),
            Declaration.OTHER,
            "",
            true,
            Severity.HIGH,
            now,
            person,
            runbook.methods().getFirst().id(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return Incidents.evolve(
            Optional.empty(), new Event.IncidentDeclared(now, person, NONE, runbook, declaration))
        .details();
  }

  private static List<String> usual(Outcome outcome) {
    return outcome instanceof Outcome.Succeeded(Outcome.Surveyed surveyed, Duration _)
        ? surveyed.services().stream().flatMap(service -> service.caveats().stream()).toList()
        : List.of();
  }

  private State.Planning planning(IncidentDetails details, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded(Outcome.Surveyed surveyed, Duration _) ->
          Incidents.preview(
              details,
              surveyed,
              history.apply(
                  details.surveyedServices().stream()
                      .flatMap(service -> service.recordNames().stream())
                      .toList()),
              clock.instant());
      case Outcome.Succeeded _ -> new State.NoPlan("The provider answered something else.");
      case Outcome.Failed failed -> new State.NoPlan(failed.text());
      case Outcome.Unknown unknown -> new State.NoPlan(unknown.text());
    };
  }
}
