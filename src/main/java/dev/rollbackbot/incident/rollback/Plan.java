package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.SourceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The resolved, frozen list of what one rollback will do.
 *
 * @param method id of the runbook's method
 * @param steps in order; never empty
 * @param together ids of the steps that run at the same time, group by group, each of neighbours;
 *     empty: they run one after the other
 */
public record Plan(String method, List<PlannedStep> steps, Optional<List<List<String>>> together) {
  private static final int SHORT = 4;

  /** The panel shows each call whole, and all of them beside each other. */
  private static final int MOST_OF_A_CALL = 2_400;

  private static final int MOST_OF_ALL_CALLS = 5_000;

  /** The same with the patches that are applied. */
  private static final int MOST_WITH_PATCHES = 7_000;

  public Plan {
    steps = List.copyOf(steps);
    together = together.map(groups -> groups.stream().map(List::copyOf).toList());
  }

  /** A plan whose steps run one after the other. */
  public static Plan of(String method, List<PlannedStep> steps) {
    return new Plan(method, steps, Optional.empty());
  }

  /** Every step, in order, with those that run at the same time as it. */
  public List<List<PlannedStep>> groups() {
    List<List<PlannedStep>> groups = new ArrayList<>();
    for (PlannedStep step : steps) {
      List<String> ids = group(step.id());
      if (ids.getFirst().equals(step.id())) {
        groups.add(steps.stream().filter(s -> ids.contains(s.id())).toList());
      }
    }
    return groups;
  }

  /** The ids of the steps that run at the same time as that one, with it, in order. */
  List<String> group(String step) {
    return together.orElse(List.of()).stream()
        .filter(group -> group.contains(step))
        .findFirst()
        .orElse(List.of(step));
  }

  /**
   * SHA-256 (hexadecimal) over method, steps, the provider's resource names with their clusters,
   * live deployments, targets with what speaks against them, the secrets whose changes are
   * overridden, deployments under way, what is run with which values and patches, what was left
   * out, and which steps run at the same time. An approval is valid for one hash. A restore of a
   * database, which was asked for later and has a consent of its own, is not part of it.
   */
  public String hash() {
    List<String> lines = new ArrayList<>();
    lines.add(method);
    for (PlannedStep step : steps) {
      if (step.restore().isPresent()) {
        continue;
      }
      lines.add(step.id());
      step.change()
          .ifPresent(change -> {
            lines.add(change.service().recordName());
            change.live().shares().stream()
                .map(s -> s.version().id() + "@" + s.percentage())
                .sorted()
                .forEach(lines::add);
            lines.add("> " + change.target().id());
            change
                .override()
                .ifPresent(o -> lines.add("! " + o.concern() + "|" + o.by() + "|" + o.reason()));
            change
                .changedSecrets()
                .ifPresent(s -> lines.add("secrets " + s.stream().sorted().toList()));
            change.running().orElse(List.of()).forEach(r -> lines.add("running " + r.id()));
          });
      step.job()
          .ifPresent(job -> {
            lines.add("run " + job.lock() + "|" + job.call());
            job.patch().ifPresent(patch -> lines.add("patch " + SourceText.sha256(patch.text())));
            new TreeMap<>(job.values()).forEach((id, value) -> lines.add(id + "=" + value));
            job.live()
                .ifPresent(live ->
                    live.shares().stream()
                        .map(s -> "live " + s.version().id() + "@" + s.percentage())
                        .sorted()
                        .forEach(lines::add));
          });
      step.leftOut().ifPresent(l -> lines.add("- " + l.by() + "|" + l.reason()));
    }
    together.orElse(List.of()).forEach(group -> lines.add("together " + String.join(" ", group)));
    return SourceText.sha256(String.join("\n", lines));
  }

  /** The changes whose approval overrides the provider's refusal because of changed secrets. */
  public List<PlannedStep.Change> withChangedSecrets() {
    return steps.stream()
        .flatMap(s -> s.change().stream())
        .filter(c -> c.changedSecrets().isPresent())
        .toList();
  }

  /** Why nobody can read whole what this plan runs, in a sentence; empty: it can be read. */
  public Optional<String> unreadable() {
    List<Integer> lengths =
        steps.stream().flatMap(s -> s.job().stream()).map(j -> shownLength(j.call())).toList();
    int calls = lengths.stream().mapToInt(l -> l).sum();
    if (lengths.stream().anyMatch(l -> l > MOST_OF_A_CALL) || calls > MOST_OF_ALL_CALLS) {
      return Optional.of(
          "What this plan runs is too long to be shown whole, so nobody could consent to it."
              + " Shorter values or, in the runbook, fewer arguments make it shorter.");
    }
    int patches =
        steps.stream()
            .flatMap(s -> s.job().stream())
            .flatMap(j -> j.patch().stream())
            .mapToInt(p -> shownLength(p.text()))
            .sum();
    return calls + patches <= MOST_WITH_PATCHES
        ? Optional.empty()
        : Optional.of(
            "The patch of this plan is too long to be shown whole, so nobody could consent to it."
                + " A smaller patch in the runbook's folder, or the same by hand, can be"
                + " approved.");
  }

  /** At most so long where it is shown: some characters are written with several. */
  private static int shownLength(String call) {
    return call.chars()
        .map(c -> "&<>".indexOf(c) >= 0 ? 5 : "*_~@#`:".indexOf(c) >= 0 ? 3 : 1)
        .sum();
  }

  /** Steps that a person must settle before an approval. */
  public List<PlannedStep> openSteps() {
    return steps.stream().filter(PlannedStep::open).toList();
  }

  /**
   * Who left a step out, chose a target that something speaks against, or chose values of a job, by
   * step: they can't approve.
   */
  public Map<String, String> changedBy() {
    Map<String, String> people = new HashMap<>();
    for (PlannedStep step : steps) {
      step.leftOut().ifPresent(l -> people.put(step.id(), l.by()));
      step.change()
          .flatMap(PlannedStep.Change::override)
          .ifPresent(o -> people.put(step.id(), o.by()));
      step.job().flatMap(PlannedJob::chosenBy).ifPresent(by -> people.put(step.id(), by));
    }
    return people;
  }

  /** With another step before that one; behind all if it is not one of them. */
  Plan withStepBefore(Optional<String> before, PlannedStep added) {
    List<PlannedStep> all = new ArrayList<>();
    for (PlannedStep step : steps) {
      if (before.equals(Optional.of(step.id()))) {
        all.add(added);
      }
      all.add(step);
    }
    if (before.isEmpty()) {
      all.add(added);
    }
    return new Plan(method, all, together);
  }

  public Plan withStep(PlannedStep changed) {
    return new Plan(
        method,
        steps.stream().map(s -> s.id().equals(changed.id()) ? changed : s).toList(),
        together);
  }

  /** The hash's first characters, for people. */
  public String shortHash() {
    return shortHash(hash());
  }

  /** A hash's first characters, for people. */
  public static String shortHash(String hash) {
    return hash.substring(0, Math.min(SHORT, hash.length()));
  }
}
