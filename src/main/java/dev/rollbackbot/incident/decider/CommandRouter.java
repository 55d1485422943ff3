package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Decision.Accepted;
import dev.rollbackbot.incident.Decision.Rejected;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.evolver.Evolver;
import dev.rollbackbot.runbook.DrillScope;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import java.util.List;
import java.util.Optional;

/** Checks the actor's role and routes a command to the decisions of its topic. */
final class CommandRouter {
  static final Accepted NOTHING = new Accepted(List.of());

  private CommandRouter() {}

  static Decision decide(Optional<Incident> incident, Command command) {
    if (incident.isEmpty()) {
      return switch (command) {
        case Command.Declare declare -> declare(declare);
        case ProposalCommand.Propose propose -> ProposalDecisions.propose(propose);
        case Command _ -> Rejections.unknown("There is no such incident.");
      };
    }
    return allowed(command)
        ? route(incident.get(), command)
        : Rejections.notAResponder(incident.get().details());
  }

  private static Decision declare(Command.Declare command) {
    Event declared =
        new Event.IncidentDeclared(
            command.at(),
            command.by().id(),
            command.id(),
            command.runbook(),
            command.declaration());
    if (!command.by().is(Role.RESPONDER)) {
      return Rejections.notAResponder(Evolver.evolve(Optional.empty(), declared).details());
    }
    Optional<Decision> refused =
        command.declaration().forDrill()
            ? noDrill(command.runbook(), command.declaration())
            : Optional.empty();
    if (refused.isPresent()) {
      return refused.get();
    }
    return new DecisionBuilder(Optional.empty())
        .then(declared)
        .thenAutomaticTransitions(command.at());
  }

  private static Optional<Decision> noDrill(Runbook runbook, Declaration declaration) {
    Optional<Environment> there =
        runbook
            .environment(declaration.environment())
            .filter(environment -> runbook.drill().allows(environment.id()));
    return there.isEmpty()
        ? Optional.of(Rejections.noDrillThere(runbook, declaration.environment()))
        : runbook
            .method(declaration.method())
            .flatMap(DrillScope.of(runbook, there.get())::sharedStep)
            .map(Rejections::noDrillSo);
  }

  private static boolean allowed(Command command) {
    return switch (command) {
      case Command.ExternalInput _, Command.OnChannel _, ProposalCommand.OfTrigger _ ->
          command.by().equals(Actor.BOT);
      // It changes nothing, and asks people.
      case ProposalCommand.StopAutomaticRollback _ -> true;
      case Command.OnApproval _, Command.ConsentToScript _ ->
          command.by().is(Role.RESPONDER) || command.by().is(Role.APPROVER);
      case Command.Declare _,
          Command.OnChecklist _,
          Command.OnPlan _,
          Command.OnSteps _,
          Command.OnChecks _,
          Command.OnSignOff _,
          Command.OnLifecycle _,
          Command.TickDrillItem _,
          ProposalCommand.OnProposal _ ->
          command.by().is(Role.RESPONDER);
    };
  }

  private static Decision route(Incident incident, Command command) {
    return switch (command) {
      case Command.Declare _ ->
          Rejections.alreadyDone(incident.id().label() + " is declared already.");
      case Command.OnChannel c -> ExternalInputDecisions.channel(incident, c);
      case Command.ExternalInput c -> ExternalInputDecisions.decide(incident, c);
      case Command.OnChecklist c -> ChecklistDecisions.decide(incident, c);
      case Command.OnPlan c -> PlanDecisions.decide(incident, c);
      case Command.OnApproval c -> ApprovalDecisions.decide(incident, c);
      case Command.OnSteps c -> StepDecisions.decide(incident, c);
      case Command.OnChecks c -> CheckDecisions.decide(incident, c);
      case Command.OnSignOff c -> SignOffDecisions.decide(incident, c);
      case ProposalCommand c -> ProposalDecisions.decide(incident, c);
      case Command.OnLifecycle c -> LifecycleDecisions.decide(incident, c);
      case Command.TickDrillItem c -> ChecklistDecisions.drillItem(incident, c);
    };
  }

  /** The event and its automatic transitions. */
  static Decision accept(Incident incident, Event event) {
    return DecisionBuilder.from(incident).then(event).thenAutomaticTransitions(event.at());
  }

  /** The problem if there is one, otherwise the event and its automatic transitions. */
  static Decision accept(Incident incident, Optional<Rejected> problem, Event event) {
    return problem.isPresent() ? problem.get() : accept(incident, event);
  }
}
