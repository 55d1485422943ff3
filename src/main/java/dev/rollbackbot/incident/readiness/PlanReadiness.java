package dev.rollbackbot.incident.readiness;

import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import java.util.ArrayList;
import java.util.List;

/** What the plan that a rollback would have now says about each step. */
public final class PlanReadiness {
  private static final String PLAN = "plan";

  private PlanReadiness() {}

  /**
   * One fact a step, and one for each warning.
   *
   * @param usual warnings that are so with every such service, whatever its condition
   */
  public static List<ReadinessFact> of(State.Planning planning, List<String> usual) {
    return switch (planning) {
      case State.Planned(Plan plan, List<String> warnings) -> {
        List<ReadinessFact> facts = new ArrayList<>();
        plan.steps().forEach(step -> facts.add(step(step)));
        plan.unreadable().ifPresent(why -> facts.add(missing(PLAN, why)));
        warnings.stream()
            .filter(text -> !usual.contains(text))
            .forEach(text -> facts.add(ReadinessFact.doubtful(ReadinessNeed.TARGETS, text, text)));
        yield facts;
      }
      case State.NoPlan(String text) -> List.of(missing(PLAN, text));
      case State.Unplanned _, State.Surveying _ ->
          List.of(ReadinessFact.unknown(ReadinessNeed.TARGETS, PLAN, "No plan was made."));
    };
  }

  private static ReadinessFact step(PlannedStep step) {
    if (step.noTarget().isPresent()) {
      return missing(step.id(), step.noTarget().get().why());
    }
    return step.job()
        .map(job -> job(step, job))
        .orElseGet(() -> ReadinessFact.met(ReadinessNeed.TARGETS, step.id()));
  }

  private static ReadinessFact job(PlannedStep step, PlannedJob job) {
    if (!job.missing().isEmpty()) {
      return doubtful(
          step, "somebody has to choose values first: " + String.join(", ", job.missing()));
    }
    boolean unread =
        job.live().isEmpty()
            && job.service().filter(s -> s.service().kind().hasVersions()).isPresent();
    return unread
        ? doubtful(step, "what is live of its service could not be read")
        : ReadinessFact.met(ReadinessNeed.TARGETS, step.id());
  }

  private static ReadinessFact doubtful(PlannedStep step, String what) {
    return ReadinessFact.doubtful(
        ReadinessNeed.TARGETS, step.id(), "For “%s” %s.".formatted(step.title(), what));
  }

  private static ReadinessFact missing(String subject, String text) {
    return ReadinessFact.missing(ReadinessNeed.TARGETS, subject, text);
  }
}
