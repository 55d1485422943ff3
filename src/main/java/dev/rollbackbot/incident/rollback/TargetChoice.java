package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.incident.commit.UndoneCommits;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  /**
   * The deployments between the target and the live one that are still in effect, newest first: not
   * those from which somebody went back before, and each version once.
   */
  public List<PastDeployment> undone(Version target, Deployment live) {
    List<List<String>> all =
        Stream.concat(
                Stream.of(live.shares().stream().map(s -> s.version().id()).toList()),
                earlier.stream().map(PastDeployment::versions))
            .toList();
    List<PastDeployment> undone = new ArrayList<>();
    for (PastDeployment between :
        earlier.stream().takeWhile(d -> !d.versions().contains(target.id())).toList()) {
      int newest = all.indexOf(between.versions());
      boolean wentBack =
          all.subList(0, newest).stream()
              .filter(versions -> versions.size() == 1)
              .anyMatch(versions -> first(all, versions) > first(all, between.versions()));
      boolean known = undone.stream().anyMatch(d -> d.versions().equals(between.versions()));
      if (!wentBack && !known) {
        undone.add(between);
      }
    }
    return undone;
  }

  /**
   * Where the last of these versions to be deployed was deployed first, in a list of deployments.
   */
  private static int first(List<List<String>> all, List<String> versions) {
    return versions.stream()
        .mapToInt(version ->
            IntStream.range(0, all.size())
                .filter(i -> all.get(i).contains(version))
                .max()
                .orElse(-1))
        .min()
        .orElse(-1);
  }

  TargetChoice chosenByHand(Optional<TargetOverride> next) {
    return new TargetChoice(List.of(), concerns, earlier, next, commits);
  }
}
