package dev.rollbackbot.runbook;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One way to carry out the rollback. Methods are tried in the runbook's order.
 *
 * @param id unique within the runbook
 * @param when in which case it is used
 * @param steps in order; never empty
 * @param insteadOf id of the method that it may be chosen in place of; it is not tried by itself
 */
public record Method(
    String id, String name, String when, List<Step> steps, Optional<String> insteadOf) {
  public Method(String id, String name, String when, List<Step> steps) {
    this(id, name, when, steps, Optional.empty());
  }

  public Method {
    steps = List.copyOf(steps);
  }

  /** The step of that id, if a provider runs it. */
  public Optional<Step.JobStep> job(String step) {
    return steps.stream()
        .filter(s -> s.id().equals(step))
        .flatMap(s -> s instanceof Step.JobStep run ? Stream.of(run) : Stream.empty())
        .findFirst();
  }
}
