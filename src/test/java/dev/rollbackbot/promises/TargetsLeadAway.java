package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.TargetOverride;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * No plan returns to a version that is marked bad, that is live with the fault, or that has the
 * code of the live one, unless a person chose just that with a reason and another one approved it
 * or broke the glass for it. Nobody is asked to approve a plan with a service that has no target
 * and is not left out.
 *
 * @param plan the newest one
 * @param chosen what people chose in spite of a concern: the concern and the reason
 */
record TargetsLeadAway(Optional<Plan> plan, Set<String> chosen) implements Invariant {
  static final TargetsLeadAway FRESH = new TargetsLeadAway(Optional.empty(), Set.of());

  TargetsLeadAway {
    chosen = Set.copyOf(chosen);
  }

  @Override
  public TargetsLeadAway after(Transition transition) {
    transition.jobs().forEach(this::requirePlanned);
    return switch (transition.event()) {
      case Event.PlanMade e -> planned(e.plan(), chosen);
      case Event.TargetChanged e -> {
        Set<String> next = new HashSet<>(chosen);
        e.plan().steps().stream()
            .filter(s -> s.id().equals(e.step()))
            .flatMap(s -> s.change().stream())
            .flatMap(c -> c.override().stream())
            .forEach(o -> {
              require(o.by().equals(e.by()), e.by() + " chose a target for " + o.by());
              require(!o.reason().isBlank(), e.by() + " gave no reason for a bad target");
              next.add(text(o));
            });
        yield planned(e.plan(), next);
      }
      case Event.StepLeftOut e -> {
        require(!e.reason().isBlank(), e.by() + " left a step out without a reason");
        yield this;
      }
      case Event.ApprovalRequested _ -> {
        Plan asked =
            transition.after().state() instanceof State.AwaitingApproval awaiting
                ? awaiting.plan()
                : plan.orElseThrow();
        require(
            asked.steps().stream().allMatch(s -> s.noTarget().isEmpty() || s.leftOut().isPresent()),
            "approval was asked for with an unsettled step");
        yield new TargetsLeadAway(Optional.of(asked), chosen);
      }
      // What was planned before is planned no longer.
      case Event.SurveyStarted _ -> new TargetsLeadAway(Optional.empty(), chosen);
      case Event.Approved e -> {
        plan.ifPresent(p ->
            p.steps()
                .forEach(step ->
                    require(
                        step.leftOut().filter(l -> l.by().equals(e.by())).isEmpty(),
                        e.by() + " approved what they had left out")));
        anotherConsents(e.by());
        yield this;
      }
      case Event.BreakGlassUsed e -> {
        anotherConsents(e.by());
        yield this;
      }
      case Event _ -> this;
    };
  }

  private void anotherConsents(String by) {
    plan.ifPresent(p ->
        p.steps()
            .forEach(step ->
                require(
                    step.change()
                        .flatMap(PlannedStep.Change::override)
                        .filter(o -> o.by().equals(by))
                        .isEmpty(),
                    by + " goes on with a target that they had chosen in spite of a concern")));
  }

  @Override
  public TargetsLeadAway renamed(UnaryOperator<String> person) {
    return new TargetsLeadAway(plan.map(p -> RenamedPlans.of(p, person)), chosen);
  }

  private static String text(TargetOverride override) {
    return override.concern() + "|" + override.reason();
  }

  private static TargetsLeadAway planned(Plan plan, Set<String> chosen) {
    for (PlannedStep step : plan.steps()) {
      step.change().ifPresent(change -> check(change, chosen));
    }
    return new TargetsLeadAway(Optional.of(plan), chosen);
  }

  private static void check(PlannedStep.Change change, Set<String> chosen) {
    String target = change.target().label();
    Optional<TargetOverride> override = change.override();
    require(
        override.map(TargetsLeadAway::text).map(chosen::contains).orElse(true),
        () -> target + " is planned by an override that nobody gave");
    if (change.live().servesOnly(change.target())) {
      return;
    }
    boolean sameCode =
        change.live().shares().stream().allMatch(s -> s.version().sameCodeAs(change.target()));
    require(
        !sameCode || override.isPresent(),
        () -> target + " has the code of the live version and is planned");
    require(
        change.concern(change.target()).equals(override.map(TargetOverride::concern)),
        () -> target + " is planned in spite of: " + change.concern(change.target()));
  }

  /** What the bot is about to do is what was planned. */
  private void requirePlanned(Effect.RunJob job) {
    if (job.invocation() instanceof Invocation.RollBack rollBack) {
      require(
          plan.stream()
              .flatMap(p -> p.steps().stream())
              .flatMap(s -> s.change().stream())
              .anyMatch(c -> c.target().equals(rollBack.target())),
          job.job() + " rolls back to a version that is not planned");
    }
  }
}
