package dev.rollbackbot.incident.target;

import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import dev.rollbackbot.incident.rollback.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The versions that all steps of a plan get when one is chosen with its release.
 *
 * @param versions by the steps' ids; a live one stays live
 * @param unmatched the steps whose target stays: nothing is known to belong to the release there
 */
public record ReleaseTargets(Map<String, Version> versions, List<String> unmatched) {
  /** {@code step} is one whose target may be chosen, and {@code version} one of its candidates. */
  public static ReleaseTargets of(
      ReleaseMatching releases, Plan plan, PlannedStep step, Version version) {
    Change chosen = step.selectable().orElseThrow();
    Map<String, Version> versions = new LinkedHashMap<>();
    List<String> unmatched = new ArrayList<>();
    versions.put(step.id(), version);
    for (PlannedStep each : plan.steps()) {
      Optional<Change> other = each.selectable();
      if (each.id().equals(step.id()) || other.isEmpty() || each.leftOut().isPresent()) {
        continue;
      }
      releases
          .counterpart(chosen, version, other.get())
          .ifPresentOrElse(found -> versions.put(each.id(), found), () -> unmatched.add(each.id()));
    }
    return new ReleaseTargets(versions, unmatched);
  }
}
