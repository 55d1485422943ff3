package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a plan of a method and what the provider said. */
final class Planner {
  private static final int CANDIDATES = 20;

  private final Facts facts;
  private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
  private final Lore lore;
  private final Set<String> bad;

  private Planner(Facts facts, Outcome.Surveyed found, Lore lore) {
    this.facts = facts;
    found.snapshots().forEach(s -> snapshots.put(s.service().id(), s));
    this.lore = lore;
    this.bad = new HashSet<>(lore.badVersions());
    facts.earlier().forEach(r -> r.plan().steps().forEach(this::suspect));
    facts.earlier().stream()
        .filter(r -> r.current().isEmpty())
        .flatMap(r -> r.plan().steps().stream())
        .flatMap(s -> s.change().stream())
        .forEach(c -> bad.add(c.target().id()));
  }

  /** What was live when this incident's first plan was made is what users suffer from. */
  private void suspect(PlannedStep step) {
    step.change()
        .ifPresent(c -> c.live().shares().stream().map(s -> s.version().id()).forEach(bad::add));
    step.change().ifPresent(c -> bad.remove(c.target().id()));
  }

  /** A plan, or why there is none. */
  static Event plan(Facts facts, Outcome.Surveyed found, Lore lore, Instant at) {
    return new Planner(facts, found, lore).plan(at);
  }

  private Event plan(Instant at) {
    Method method = facts.method();
    List<PlannedStep> steps = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Step step : method.steps()) {
      switch (step) {
        case Step.Manual m -> steps.add(new PlannedStep(m.id(), m.title(), Optional.empty()));
        case Step.RollBackService r ->
            change(r)
                .ifPresentOrElse(
                    c -> steps.add(new PlannedStep(r.id(), r.title(), Optional.of(c))),
                    () -> problems.add(noTarget(r)));
      }
    }
    if (!problems.isEmpty()) {
      return new Event.PlanMissing(at, String.join(" ", problems));
    }
    List<String> warnings =
        snapshots.values().stream().flatMap(s -> s.warnings().stream()).toList();
    return new Event.PlanMade(at, new Plan(method.id(), steps), warnings);
  }

  private String noTarget(Step.RollBackService step) {
    String name = facts.runbook().service(step.service()).name();
    return snapshots.containsKey(step.service())
        ? name + " has no earlier deployment that had all the traffic and is not known to be bad."
        : name + " could not be read.";
  }

  private Optional<PlannedStep.Change> change(Step.RollBackService step) {
    Snapshot snapshot = snapshots.get(step.service());
    if (snapshot == null) {
      return Optional.empty();
    }
    List<Version> candidates = candidates(snapshot);
    Optional<PlannedStep.Change> before = plannedBefore(step.service());
    Optional<Version> kept = before.flatMap(b -> same(candidates, b.target().id()));
    Optional<Version> fresh = candidates.stream().findFirst();
    ServiceRef service = facts.runbook().in(facts.environment(), step.service());
    return kept.or(() -> fresh.filter(v -> !snapshot.live().isWholly(v)))
        .map(target ->
            new PlannedStep.Change(
                service,
                snapshot.live(),
                target,
                kept.isPresent() ? "As in the plan before." : why(snapshot, target),
                candidates,
                step.cannotUndo(),
                Optional.ofNullable(lore.tookBefore().get(service.resource()))));
  }

  /**
   * Versions that once had all the traffic, newest first: none that is known to be bad, none that
   * was made after what is live, and what is live only if it was a target.
   */
  private List<Version> candidates(Snapshot snapshot) {
    Map<String, Version> all = new LinkedHashMap<>();
    Optional<String> wanted = plannedBefore(snapshot.service().id()).map(c -> c.target().id());
    snapshot
        .live()
        .whole()
        .filter(v -> wanted.equals(Optional.of(v.id())))
        .ifPresent(v -> all.put(v.id(), v));
    for (Deployment d : snapshot.earlier()) {
      d.whole()
          .filter(v -> !snapshot.live().isWholly(v))
          .filter(v -> eligible(v, snapshot.live()))
          .filter(_ -> all.size() < CANDIDATES)
          .ifPresent(v -> all.putIfAbsent(v.id(), v));
    }
    return List.copyOf(all.values());
  }

  private boolean eligible(Version version, Deployment live) {
    return !bad.contains(version.id()) && !newer(version, live);
  }

  /** After a rollback, the deployments before it hold what was rolled back from: never go there. */
  private static boolean newer(Version version, Deployment live) {
    Optional<Instant> made = live.whole().flatMap(Version::created);
    return made.isPresent() && version.created().map(at -> at.isAfter(made.get())).orElse(false);
  }

  private static Optional<Version> same(List<Version> candidates, String id) {
    return candidates.stream().filter(v -> v.id().equals(id)).findFirst();
  }

  /** A rollback that was carried out whole did not help, or nobody would plan again. */
  private Optional<PlannedStep.Change> plannedBefore(String service) {
    return facts.earlier().reversed().stream()
        .filter(r -> r.current().isPresent())
        .flatMap(r -> r.plan().steps().stream())
        .flatMap(s -> s.change().stream())
        .filter(c -> c.service().id().equals(service))
        .findFirst();
  }

  private String why(Snapshot snapshot, Version target) {
    List<String> passedOver = new ArrayList<>();
    for (Deployment d : snapshot.earlier()) {
      if (d.isWholly(target)) {
        break;
      }
      if (snapshot.live().servesSameAs(d)) {
        continue;
      }
      boolean known = d.whole().map(v -> bad.contains(v.id())).orElse(false);
      if (known) {
        passedOver.add(d.label() + " was rolled back from before");
      } else if (d.whole().isEmpty()) {
        passedOver.add(d.label() + " was a split");
      }
    }
    String reason = "The newest deployment before it that had all the traffic";
    return passedOver.isEmpty()
        ? reason + "."
        : reason + "; passed over: " + String.join(", ", passedOver) + ".";
  }
}
