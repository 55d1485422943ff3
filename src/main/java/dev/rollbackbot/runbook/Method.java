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
 * @param together ids of steps that run at the same time: groups of neighbours, two steps or more
 * @param insteadOf id of the method that it may be chosen in place of; it is not tried by itself
 * @param through what deploys the services otherwise, and is asked to do it by this method
 */
public record Method(
    String id,
    String name,
    String when,
    List<Step> steps,
    List<List<String>> together,
    Optional<String> insteadOf,
    Optional<Owner> through) {
  /** What keeps a service as it is written down elsewhere, and so takes other changes back. */
  public enum Owner {
    ARGO_CD("Argo CD"),
    FLUX("Flux"),
    HELM("Helm");

    private final String text;

    Owner(String text) {
      this.text = text;
    }

    /** As people write it. */
    public String text() {
      return text;
    }
  }

  public Method {
    steps = List.copyOf(steps);
    together = together.stream().map(List::copyOf).toList();
  }

  /** A method whose steps run one after the other. */
  public Method(String id, String name, String when, List<Step> steps) {
    this(id, name, when, steps, List.of(), Optional.empty(), Optional.empty());
  }

  /** The other steps that run at the same time as that one. */
  public List<Step> beside(Step step) {
    return together.stream()
        .filter(group -> group.contains(step.id()))
        .flatMap(group -> steps.stream().filter(s -> group.contains(s.id())))
        .filter(other -> !other.id().equals(step.id()))
        .toList();
  }

  /** The step of that id, if a provider runs it. */
  public Optional<Step.JobStep> job(String step) {
    return steps.stream()
        .filter(s -> s.id().equals(step))
        .flatMap(s -> s instanceof Step.JobStep run ? Stream.of(run) : Stream.empty())
        .findFirst();
  }
}
