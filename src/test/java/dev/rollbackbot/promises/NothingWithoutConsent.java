package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.runbook.Severity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The provider is asked to change something only as a plan says to whose very hash an approver
 * consented, who is neither the one who asked nor one who chose a target of it; or, where it is
 * CRITICAL, as a responder wanted alone, with a reason.
 *
 * @param chosenBy who chose a target by hand, by step
 * @param plan the newest one
 * @param consented whether the newest plan may be carried out
 */
record NothingWithoutConsent(
    Requester requester, Map<String, String> chosenBy, Optional<Plan> plan, boolean consented)
    implements Invariant {
  static final NothingWithoutConsent FRESH = noPlan(Requester.NOBODY);

  NothingWithoutConsent {
    chosenBy = Map.copyOf(chosenBy);
  }

  private static NothingWithoutConsent noPlan(Requester requester) {
    return new NothingWithoutConsent(requester, Map.of(), Optional.empty(), false);
  }

  @Override
  public NothingWithoutConsent after(Transition transition) {
    NothingWithoutConsent next = next(transition.event(), transition.after());
    transition.jobs().forEach(next::allowed);
    return next;
  }

  @Override
  public NothingWithoutConsent renamed(UnaryOperator<String> person) {
    Map<String, String> all = new HashMap<>(chosenBy);
    all.replaceAll((_, by) -> person.apply(by));
    return new NothingWithoutConsent(requester.renamed(person), all, plan, consented);
  }

  private NothingWithoutConsent next(Event event, Incident incident) {
    return switch (event) {
      case Event.PlanMade e ->
          new NothingWithoutConsent(requester, Map.of(), Optional.of(e.plan()), false);
      case Event.TargetChanged e -> {
        Map<String, String> all = new HashMap<>(chosenBy);
        all.put(e.step(), e.by());
        yield new NothingWithoutConsent(requester, all, Optional.of(e.plan()), false);
      }
      case Event.Approved e -> approved(e);
      case Event.BreakGlassUsed e -> alone(e, incident);
      case Event.SurveyStarted _, Event.PlanningFailed _ -> noPlan(requester);
      case Event _ -> {
        Requester now = requester.after(event);
        // A new wish voids what was planned for an older one; the same words don't.
        yield resets(event) ? noPlan(now) : this;
      }
    };
  }

  private static boolean resets(Event event) {
    return event instanceof Event.IncidentDeclared
        || event instanceof Event.RollbackChosen
        || event instanceof Event.MethodChanged
        || event instanceof Event.MethodStarted
        || event instanceof Event.IncidentReopened;
  }

  private NothingWithoutConsent approved(Event.Approved approved) {
    require(
        TestUsers.is(approved.by(), Role.APPROVER), approved.by() + " approved and is no approver");
    require(
        !approved.by().equals(requester.requester()),
        approved.by() + " approved what they had asked for");
    require(
        !chosenBy.containsValue(approved.by()),
        approved.by() + " approved a target that they had chosen");
    return consent(approved.planHash());
  }

  private NothingWithoutConsent alone(Event.BreakGlassUsed breakGlassUsed, Incident incident) {
    require(
        incident.details().declaration().severity() == Severity.CRITICAL,
        "the glass was broken where it is not CRITICAL");
    require(
        TestUsers.is(breakGlassUsed.by(), Role.RESPONDER),
        breakGlassUsed.by() + " broke the glass and is no responder");
    require(!breakGlassUsed.reason().isBlank(), "the glass was broken without a reason");
    return consent(breakGlassUsed.planHash());
  }

  private NothingWithoutConsent consent(String hash) {
    require(
        plan.map(Plan::hash).equals(Optional.of(hash)),
        "consent to plan " + hash + ", but the plan is " + plan.map(Plan::hash));
    return new NothingWithoutConsent(requester, Map.of(), plan, true);
  }

  private void allowed(Effect.RunJob job) {
    if (job.invocation() instanceof Invocation.RollBack wanted) {
      require(consented, job.job() + " rolls back without anybody's consent");
      boolean planned =
          plan.orElseThrow().steps().stream()
              .flatMap(s -> s.change().stream())
              .anyMatch(change ->
                  change.service().equals(wanted.service())
                      && change.live().equals(wanted.planned())
                      && change.target().equals(wanted.target()));
      require(planned, job.job() + " does what no step of the approved plan says");
    }
  }
}
