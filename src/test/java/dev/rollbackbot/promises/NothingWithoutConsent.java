package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.incident.assessment.UnattendedStart;
import dev.rollbackbot.incident.proposal.AutomaticFacts;
import dev.rollbackbot.incident.proposal.AutomaticRollback;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The provider changes something only according to an approved plan. The approver is neither the
 * involved nor a person who chose one of its targets; in a CRITICAL incident a responder may use
 * break-glass instead, with a reason.
 *
 * @param chosenBy who chose a target, by step
 * @param plan the newest one
 * @param consented whether the newest plan may be carried out
 * @param lastRead what was read right before for a rollback that would begin by itself
 * @param unattended when what the rollback began on was read, if nobody approved it and it has
 *     changed nothing yet: as soon as that stops, it is not consented to any more
 */
record NothingWithoutConsent(
    InvolvedUsers involved,
    Map<String, String> chosenBy,
    Optional<Plan> plan,
    boolean consented,
    Optional<Event.LiveVersionsRead> lastRead,
    Optional<Instant> unattended)
    implements Invariant {
  static final NothingWithoutConsent FRESH = noPlan(InvolvedUsers.NONE);

  NothingWithoutConsent {
    chosenBy = Map.copyOf(chosenBy);
  }

  private NothingWithoutConsent(
      InvolvedUsers involved,
      Map<String, String> chosenBy,
      Optional<Plan> plan,
      boolean consented) {
    this(involved, chosenBy, plan, consented, Optional.empty(), Optional.empty());
  }

  private static NothingWithoutConsent noPlan(InvolvedUsers involved) {
    return new NothingWithoutConsent(involved, Map.of(), Optional.empty(), false);
  }

  @Override
  public NothingWithoutConsent after(Transition transition) {
    NothingWithoutConsent recorded =
        next(transition.event(), transition.after()).unlessHalted(transition);
    NothingWithoutConsent next =
        stepsAreOver(transition.after().state()) ? noPlan(recorded.involved()) : recorded;
    transition.jobs().forEach(next::requireConsent);
    return next;
  }

  @Override
  public NothingWithoutConsent renamed(UnaryOperator<String> person) {
    Map<String, String> all = new HashMap<>(chosenBy);
    all.replaceAll((_, by) -> person.apply(by));
    return new NothingWithoutConsent(
        involved.renamed(person),
        all,
        plan.map(p -> RenamedPlans.of(p, person)),
        consented,
        lastRead,
        unattended);
  }

  /**
   * What began without an approval was consented to by its conditions, for a change right after
   * they were read. Whoever lets it go on after a stop consents to nothing.
   */
  private NothingWithoutConsent unlessHalted(Transition transition) {
    if (unattended.isEmpty()) {
      return this;
    }
    if (transition.event() instanceof Event.LockObtained e) {
      require(
          !e.at().isAfter(unattended.get().plus(UnattendedStart.AT_MOST)),
          "an automatic rollback begins long after it was read");
    }
    if (mayHaveChanged(transition.event())) {
      return new NothingWithoutConsent(
          involved, chosenBy, plan, consented, lastRead, Optional.empty());
    }
    State state = transition.after().state();
    return state instanceof State.RollingBack
        ? this
        : new NothingWithoutConsent(involved, chosenBy, plan, false, lastRead, Optional.empty());
  }

  private static boolean mayHaveChanged(Event event) {
    return switch (event) {
      case Event.StepSucceeded e -> !e.already();
      case Event.StepUnknown _, Event.StepDoneByHand _ -> true;
      case Event.StepFailed e -> e.kind().ran() || e.kind() == Outcome.FailureKind.PARTLY_DONE;
      case Event _ -> false;
    };
  }

  private NothingWithoutConsent next(Event event, Incident incident) {
    return switch (event) {
      case Event.PlanMade e ->
          new NothingWithoutConsent(involved, Map.of(), Optional.of(e.plan()), false);
      case Event.TargetChanged e -> {
        Map<String, String> all = new HashMap<>(chosenBy);
        all.put(e.step(), e.by());
        yield new NothingWithoutConsent(involved, all, Optional.of(e.plan()), false);
      }
      case Event.InputsChosen e -> {
        Map<String, String> all = new HashMap<>(chosenBy);
        all.put(e.step(), e.by());
        yield new NothingWithoutConsent(involved, all, Optional.of(e.plan()), false);
      }
      case Event.StepLeftOut e -> {
        Map<String, String> all = new HashMap<>(chosenBy);
        all.put(e.step(), e.by());
        yield new NothingWithoutConsent(involved, all, planned(incident), false);
      }
      case Event.Approved e -> approved(e);
      case Event.BreakGlassUsed e -> breakGlass(e, incident);
      case Event.LiveVersionsRead e when e.facts().isPresent() ->
          new NothingWithoutConsent(
              involved, chosenBy, plan, consented, Optional.of(e), unattended);
      case ProposalEvent.AutomaticRollbackStarted e -> automatic(e, incident);
      case Event.SurveyStarted _, Event.PlanningFailed _ -> noPlan(involved);
      case Event _ -> {
        InvolvedUsers now = involved.after(event);
        // A new request makes the plan for an older one invalid.
        if (resets(event)) {
          yield noPlan(now);
        }
        yield now.equals(involved) && lastRead.isEmpty()
            ? this
            : new NothingWithoutConsent(
                now, chosenBy, plan, consented, Optional.empty(), unattended);
      }
    };
  }

  /** Nothing more may be done according to the plan. */
  private static boolean stepsAreOver(State state) {
    return state instanceof State.Measuring || state instanceof State.Ended;
  }

  private static Optional<Plan> planned(Incident incident) {
    return incident.state() instanceof State.Preparing(State.Planned planned)
        ? Optional.of(planned.plan())
        : Optional.empty();
  }

  private static boolean resets(Event event) {
    return event instanceof Event.IncidentDeclared
        || event instanceof ProposalEvent.RollbackProposed
        || event instanceof ProposalEvent.ProposalStarted
        || event instanceof Event.RollbackChosen
        || event instanceof Event.MethodChanged
        || event instanceof Event.MethodStarted
        || event instanceof Event.IncidentReopened;
  }

  private NothingWithoutConsent approved(Event.Approved event) {
    require(TestUsers.is(event.by(), Role.APPROVER), event.by() + " approved and is no approver");
    require(!involved.contains(event.by()), event.by() + " approved and is involved");
    return consent(event.planHash());
  }

  private NothingWithoutConsent breakGlass(Event.BreakGlassUsed event, Incident incident) {
    require(
        incident.details().declaration().severity() == Severity.CRITICAL,
        "break-glass in an incident that is not CRITICAL");
    require(
        TestUsers.is(event.by(), Role.RESPONDER),
        event.by() + " used break-glass and is no responder");
    require(!event.reason().isBlank(), "break-glass without a reason");
    return consent(event.planHash());
  }

  /** Nobody consents where the trigger's mode is auto and every condition for that holds. */
  private NothingWithoutConsent automatic(
      ProposalEvent.AutomaticRollbackStarted event, Incident incident) {
    IncidentDetails details = incident.details();
    Proposal proposal = details.proposal().orElseThrow();
    require(proposal.mode() == TriggerMode.AUTO, "an automatic rollback of the mode " + proposal);
    require(
        proposal.automatic() instanceof AutomaticRollback.Announced announced
            && announced.planHash().equals(event.planHash())
            && !event.at().isBefore(announced.begins()),
        "an automatic rollback was not announced in time: " + proposal.automatic());
    require(
        plan.filter(p -> AutomaticConditions.unmet(details, p, event.at()).isEmpty()).isPresent(),
        "an automatic rollback began against its conditions");
    require(
        lastRead.filter(read -> read.at().equals(event.at())).isPresent(),
        "an automatic rollback began without a reading of its own");
    asPlanned(lastRead.get(), plan.get());
    nothingSpeaksAgainst(lastRead.get().facts().orElseThrow(), proposal);
    NothingWithoutConsent begun = consent(event.planHash());
    return new NothingWithoutConsent(
        involved, Map.of(), begun.plan(), true, Optional.empty(), Optional.of(event.at()));
  }

  private static void asPlanned(Event.LiveVersionsRead read, Plan planned) {
    planned.steps().stream()
        .flatMap(step -> step.change().stream())
        .forEach(change ->
            require(
                read.readings().stream()
                    .filter(r -> r.service().equals(change.service()))
                    .anyMatch(r ->
                        r.live().filter(live -> live.servesSameAs(change.live())).isPresent()
                            && r.running().equals(Optional.of(List.of()))),
                "an automatic rollback began although " + read + " is not as planned"));
  }

  private static void nothingSpeaksAgainst(AutomaticFacts facts, Proposal proposal) {
    RecordedFacts recorded = facts.recorded().orElseThrow();
    require(
        facts.held().isEmpty()
            && recorded.sameRunbook()
            && recorded.untold() == 0
            && !recorded.clicksWait()
            && proposal.firing().stream()
                .flatMap(s -> Optional.ofNullable(recorded.measured().get(s.trigger())).stream())
                .anyMatch(m -> m.conclusive() && m.failed() > 0),
        "an automatic rollback began although " + facts + " speak against it");
  }

  private NothingWithoutConsent consent(String hash) {
    require(
        plan.map(Plan::hash).equals(Optional.of(hash)),
        "approval of plan " + hash + ", but the plan is " + plan.map(Plan::hash));
    return new NothingWithoutConsent(involved, Map.of(), plan, true);
  }

  private void requireConsent(Effect.RunJob job) {
    if (job.invocation() instanceof Invocation.RollBack rollBack) {
      require(consented, job.job() + " rolls back without approval");
      boolean planned =
          plan.orElseThrow().steps().stream()
              .flatMap(s -> s.change().stream())
              .anyMatch(change ->
                  change.service().equals(rollBack.service())
                      && change.live().equals(rollBack.planned())
                      && change.target().equals(rollBack.target()));
      require(planned, job.job() + " is not a step of the approved plan");
    }
    if (job.invocation() instanceof Invocation.RunProcess run) {
      require(consented, job.job() + " runs a program without approval");
      String call = run.program() + " " + String.join(" ", run.arguments());
      boolean planned =
          plan.orElseThrow().steps().stream()
              .flatMap(s -> s.job().stream())
              .anyMatch(planning -> planning.call().equals(call));
      require(planned, job.job() + " does not run what was approved");
    }
  }
}
