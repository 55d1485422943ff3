package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Promise.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Invocation;
import dev.rollbackbot.incident.Plan;
import dev.rollbackbot.incident.Role;
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
    Asking asking, Map<String, String> chosenBy, Optional<Plan> plan, boolean consented)
    implements Promise {
  static final NothingWithoutConsent FRESH = noPlan(Asking.NOBODY);

  NothingWithoutConsent {
    chosenBy = Map.copyOf(chosenBy);
  }

  private static NothingWithoutConsent noPlan(Asking asking) {
    return new NothingWithoutConsent(asking, Map.of(), Optional.empty(), false);
  }

  @Override
  public NothingWithoutConsent after(Happening h) {
    NothingWithoutConsent next = next(h.event(), h.after());
    h.jobs().forEach(next::allowed);
    return next;
  }

  @Override
  public NothingWithoutConsent renamed(UnaryOperator<String> person) {
    Map<String, String> all = new HashMap<>(chosenBy);
    all.replaceAll((_, by) -> person.apply(by));
    return new NothingWithoutConsent(asking.renamed(person), all, plan, consented);
  }

  private NothingWithoutConsent next(Event event, Incident incident) {
    return switch (event) {
      case Event.PlanMade e ->
          new NothingWithoutConsent(asking, Map.of(), Optional.of(e.plan()), false);
      case Event.TargetChanged e -> {
        Map<String, String> all = new HashMap<>(chosenBy);
        all.put(e.step(), e.by());
        yield new NothingWithoutConsent(asking, all, Optional.of(e.plan()), false);
      }
      case Event.Approved e -> approved(e);
      case Event.GlassBroken e -> alone(e, incident);
      case Event.SurveyStarted _, Event.PlanMissing _ -> noPlan(asking);
      case Event _ -> {
        Asking now = asking.after(event);
        // A new wish voids what was planned for an older one; the same words don't.
        yield resets(event) ? noPlan(now) : this;
      }
    };
  }

  private static boolean resets(Event event) {
    return event instanceof Event.Declared
        || event instanceof Event.RollbackChosen
        || event instanceof Event.MethodChanged
        || event instanceof Event.MethodStarted
        || event instanceof Event.Reopened;
  }

  private NothingWithoutConsent approved(Event.Approved e) {
    require(Cast.is(e.by(), Role.APPROVER), e.by() + " approved and is no approver");
    require(!e.by().equals(asking.requester()), e.by() + " approved what they had asked for");
    require(!chosenBy.containsValue(e.by()), e.by() + " approved a target that they had chosen");
    return consent(e.planHash());
  }

  private NothingWithoutConsent alone(Event.GlassBroken e, Incident incident) {
    require(
        incident.facts().declaration().severity() == Severity.CRITICAL,
        "the glass was broken where it is not CRITICAL");
    require(Cast.is(e.by(), Role.RESPONDER), e.by() + " broke the glass and is no responder");
    require(!e.reason().isBlank(), "the glass was broken without a reason");
    return consent(e.planHash());
  }

  private NothingWithoutConsent consent(String hash) {
    require(
        plan.map(Plan::hash).equals(Optional.of(hash)),
        "consent to plan " + hash + ", but the plan is " + plan.map(Plan::hash));
    return new NothingWithoutConsent(asking, Map.of(), plan, true);
  }

  private void allowed(Effect.RunJob job) {
    if (job.invocation() instanceof Invocation.RollBack wanted) {
      require(consented, job.job() + " rolls back without anybody's consent");
      boolean planned =
          plan.orElseThrow().steps().stream()
              .flatMap(s -> s.change().stream())
              .anyMatch(c ->
                  c.service().equals(wanted.service())
                      && c.live().equals(wanted.planned())
                      && c.target().equals(wanted.target()));
      require(planned, job.job() + " does what no step of the approved plan says");
    }
  }
}
