package dev.rollbackbot.simulation.truth;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the events say of the steps of the newest plan, without the bot's own state. */
record StepFacts(Plan plan, List<StepFact> all) {
  /**
   * A step.
   *
   * @param last what happened to it last; empty: nothing since the approval
   * @param began when its last attempt did
   */
  record StepFact(
      PlannedStep planned,
      boolean leftOut,
      Optional<Event.OfSteps> last,
      Optional<Instant> began,
      int attempts) {
    boolean done() {
      return last.filter(e ->
              e instanceof Event.StepSucceeded
                  || e instanceof Event.StepJobSucceeded
                  || e instanceof Event.StepDoneByHand)
          .isPresent();
    }

    boolean settled() {
      return leftOut || done() || last.filter(Event.StepSkipped.class::isInstance).isPresent();
    }

    /** It was begun and has not ended, and does not wait for a lock. */
    boolean runs() {
      return last.filter(e ->
              e instanceof Event.StepStarted
                  || e instanceof Event.StepHandedOver
                  || e instanceof Event.LockObtained
                  || e instanceof Event.LockTakenOver
                  || e instanceof Event.JobStopRequested)
          .isPresent();
    }

    boolean undecided() {
      return is(Event.StepFailed.class) || is(Event.StepUnknown.class);
    }

    boolean is(Class<? extends Event.OfSteps> type) {
      return last.filter(type::isInstance).isPresent();
    }
  }

  StepFacts {
    all = List.copyOf(all);
  }

  /** Of the newest plan, whether it was approved or not. */
  static StepFacts of(Scene scene) {
    return everyPlan(scene).getLast();
  }

  /** Of each plan that was approved, and of the newest one; at least one, which may be empty. */
  static List<StepFacts> everyPlan(Scene scene) {
    List<StepFacts> all = new ArrayList<>();
    Plan plan = Plan.of("", List.of());
    List<Event> since = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    boolean approved = false;
    for (Event event : scene.events()) {
      switch (event) {
        case Event.PlanMade e -> {
          if (approved) {
            all.add(facts(plan, leftOut, since));
          }
          approved = false;
          plan = e.plan();
          leftOut.clear();
          since.clear();
        }
        case Event.TargetChanged e -> plan = e.plan();
        case Event.InputsChosen e -> plan = e.plan();
        case Event.StepLeftOut e -> leftOut.add(e.step());
        case Event.Approved _, Event.BreakGlassUsed _, ProposalEvent.AutomaticRollbackStarted _ ->
            approved = true;
        case Event.OfSteps e -> since.add(e);
        case Event _ -> {}
      }
    }
    all.add(facts(plan, leftOut, since));
    return all;
  }

  /** The last target of each service, by its name, in all these plans. */
  static Map<String, Version> targets(Scene scene) {
    Map<String, Version> targets = new LinkedHashMap<>();
    everyPlan(scene).stream()
        .flatMap(plan -> plan.all().stream())
        .flatMap(step -> step.planned().change().stream())
        .forEach(c -> targets.put(c.service().service().name(), c.target()));
    return targets;
  }

  private static StepFacts facts(Plan plan, List<String> leftOut, List<Event> since) {
    return new StepFacts(
        plan, plan.steps().stream().map(s -> fact(s, leftOut.contains(s.id()), since)).toList());
  }

  private static StepFact fact(PlannedStep step, boolean leftOut, List<Event> events) {
    Optional<Event.OfSteps> last = Optional.empty();
    Optional<Instant> began = Optional.empty();
    int attempts = 0;
    for (Event event : events) {
      if (event instanceof Event.OfSteps e && step(e).equals(Optional.of(step.id()))) {
        if (e instanceof Event.StepStarted || e instanceof Event.StepHandedOver) {
          began = Optional.of(e.at());
          attempts++;
        }
        // Whoever ends the search for an outcome knows no more of it.
        boolean search =
            e instanceof Event.JobStopRequested
                && last.filter(Event.StepUnknown.class::isInstance).isPresent();
        boolean changes =
            !(search || e instanceof Event.JobOutputRead || e instanceof Event.LockLetGo);
        last = changes ? Optional.of(e) : last;
      }
    }
    return new StepFact(step, leftOut, last, began, attempts);
  }

  private static Optional<String> step(Event.OfSteps event) {
    return switch (event) {
      case Event.StepStarted e -> Optional.of(e.step());
      case Event.StepHandedOver e -> Optional.of(e.step());
      case Event.StepSucceeded e -> Optional.of(e.step());
      case Event.StepJobSucceeded e -> Optional.of(e.step());
      case Event.StepFailed e -> Optional.of(e.step());
      case Event.StepUnknown e -> Optional.of(e.step());
      case Event.StepDoneByHand e -> Optional.of(e.step());
      case Event.StepSkipped e -> Optional.of(e.step());
      case Event.LockAwaited e -> Optional.of(e.step());
      case Event.LockObtained e -> Optional.of(e.step());
      case Event.StepHeldBack e -> Optional.of(e.step());
      case Event.LockTakenOver e -> Optional.of(e.step());
      case Event.LockLetGo e -> Optional.of(e.step());
      case Event.JobOutputRead e -> Optional.of(e.step());
      case Event.JobStopRequested e -> Optional.of(e.step());
      case Event _ -> Optional.empty();
    };
  }

  StepFact step(String title) {
    return all.stream()
        .filter(s -> s.planned().title().equals(title))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the plan has no step " + title));
  }

  long settled() {
    return all.stream().filter(StepFact::settled).count();
  }

  /** Those that are not settled of the first group that has one; each step alone is one too. */
  List<StepFact> current() {
    return plan.groups().stream()
        .map(group -> all.stream().filter(s -> group.contains(s.planned())).toList())
        .map(group -> group.stream().filter(s -> !s.settled()).toList())
        .filter(group -> !group.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** The current steps of these numbers. */
  List<StepFact> current(List<Integer> numbers) {
    List<StepFact> named = numbers.stream().map(n -> all.get(n - 1)).toList();
    Scene.require(current().containsAll(named), "the current steps are " + numbers(current()));
    return named;
  }

  /** Counted from one. */
  List<Integer> numbers(List<StepFact> steps) {
    return steps.stream().map(s -> all.indexOf(s) + 1).toList();
  }
}
