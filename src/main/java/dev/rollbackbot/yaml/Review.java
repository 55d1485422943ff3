package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.Tick;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Looks at a valid runbook for what is allowed but hardly meant. */
final class Review {
  private final Problems problems;
  private final Catalog catalog;
  private final Runbook runbook;

  Review(Problems problems, Catalog catalog, Runbook runbook) {
    this.problems = problems;
    this.catalog = catalog;
    this.runbook = runbook;
  }

  void warn(Section top) {
    unreachableProbes();
    unverifiedServices(top);
    unmeasurableTicks(top);
  }

  private void unreachableProbes() {
    for (Probe probe : runbook.verification().probes()) {
      if (runbook.environments().stream().noneMatch(e -> runbook.probes(e).contains(probe))) {
        problems.warning(
            catalog.checks().placeOf(probe.id()),
            "the probe \"%s\" never runs: no environment of it has an address for %s"
                .formatted(probe.id(), probe.service()));
      }
    }
  }

  private void unverifiedServices(Section top) {
    Set<String> rolledBack = new LinkedHashSet<>();
    runbook.methods().stream()
        .flatMap(m -> m.steps().stream())
        .forEach(step -> serviceOf(step).forEach(rolledBack::add));
    List<Value> values = top.listOf("environments");
    for (int i = 0; i < runbook.environments().size(); i++) {
      Environment environment = runbook.environments().get(i);
      Set<String> unseen = new LinkedHashSet<>(rolledBack);
      runbook.probes(environment).forEach(p -> unseen.remove(p.service()));
      for (String service : unseen) {
        problems.warning(
            bindingPlace(values.get(i), service),
            "no probe looks at \"%s\" in \"%s\" after it was rolled back, only people do; give it"
                    .formatted(service, environment.id())
                + " an address and a probe if it can be reached");
      }
    }
  }

  private static List<String> serviceOf(Step step) {
    return switch (step) {
      case Step.RollBackService s -> List.of(s.service());
      case Step.Manual m -> m.service().stream().toList();
    };
  }

  private static Place bindingPlace(Value environment, String service) {
    return Section.entries(environment, "this environment").stream()
        .filter(e -> e.key().equals("services"))
        .flatMap(e -> Section.entries(e.value(), "this service").stream())
        .filter(e -> e.key().equals(service))
        .findFirst()
        .map(e -> e.keyValue().place())
        .orElse(environment.place());
  }

  private void unmeasurableTicks(Section top) {
    List<Value> values =
        top.need("templates").node() == null ? List.of() : tickValues(top.need("templates"));
    for (int i = 0; i < values.size(); i++) {
      Tick tick = runbook.templates().ticks().get(i);
      if (runbook.environments().stream().noneMatch(e -> measurable(tick, e))) {
        values
            .get(i)
            .doubtful(
                "no environment can measure all of \"%s\", so it is never ticked"
                    .formatted(tick.text()));
      }
    }
  }

  private static List<Value> tickValues(Value templates) {
    return Section.entries(templates, "\"templates\"").stream()
        .filter(e -> e.key().equals("ticks"))
        .flatMap(e -> e.value().list().stream())
        .toList();
  }

  private boolean measurable(Tick tick, Environment environment) {
    Set<String> seen = new HashSet<>();
    runbook.probes(environment).stream().map(Probe::id).forEach(seen::add);
    runbook.checks().stream().map(HumanCheck::id).forEach(seen::add);
    return seen.containsAll(tick.from());
  }
}
