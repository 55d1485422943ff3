package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.incident.commit.UndoneCommits;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan knows about the choice of a target.
 *
 * @param passedOver newer versions than the target and why each of them is none, one line each
 * @param concerns what speaks against a candidate, by its id: choosing it needs a reason
 * @param earlier the deployments before the live one, newest first
 * @param override present: the target is a candidate with a concern
 * @param commits what becoming live of a candidate undoes, by its id; empty: the provider knows of
 *     no commits
 */
public record TargetChoice(
    List<String> passedOver,
    Map<String, String> concerns,
    List<PastDeployment> earlier,
    Optional<TargetOverride> override,
    Optional<Map<String, UndoneCommits>> commits) {
  public TargetChoice {
    commits = commits.filter(c -> !c.isEmpty()).map(SortedCopy::of);
    passedOver = List.copyOf(passedOver);
    concerns = SortedCopy.of(concerns);
    earlier = List.copyOf(earlier);
  }

  /** What the repository tells of it; empty: nothing. */
  public Optional<UndoneCommits> commits(Version target) {
    return commits.flatMap(c -> Optional.ofNullable(c.get(target.id())));
  }

  /** The deployments between the target and the live one, newest first. */
  public List<PastDeployment> undone(Version target) {
    return earlier.stream().takeWhile(d -> !d.versions().contains(target.id())).toList();
  }

  TargetChoice chosenByHand(Optional<TargetOverride> next) {
    return new TargetChoice(List.of(), concerns, earlier, next, commits);
  }
}
