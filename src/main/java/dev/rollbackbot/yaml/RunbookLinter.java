package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.Verification;
import dev.rollbackbot.runbook.job.LockKeys;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.template.Claim;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Checks a runbook whose parts are valid: refuses steps that can't run at the same time, and warns
 * about what is allowed but probably wrong.
 */
record RunbookLinter(ProblemCollector problems, IdRegistry registry, Runbook runbook) {
  void check(MappingReader top) {
    sameTime(top);
    successProbes(top);
    sharedEnvironments(top);
    new DrillLinter(runbook).check(values(top.required("drill"), "environments"));
    unreachableProbes();
    slowPercentiles();
    unverifiedServices(top);
    unmeasuredEnvironments(top);
    unmeasurableClaims(top, "claims", runbook.templates().claims());
    unmeasurableClaims(top, "stakeholder_claims", runbook.templates().stakeholderClaims());
  }

  /** One of them would wait for the lock that the other one holds. */
  private void sameTime(MappingReader top) {
    List<YamlValue> methods = top.required("methods").list();
    for (int i = 0; i < methods.size(); i++) {
      Method method = runbook.methods().get(i);
      for (YamlValue entry : values(methods.get(i), "steps")) {
        List<YamlValue> group = values(entry, "together");
        runbook.environments().forEach(environment -> sameTime(method, group, environment));
      }
    }
  }

  private void sameTime(Method method, List<YamlValue> group, Environment environment) {
    Map<String, Step> taken = new TreeMap<>();
    for (YamlValue place : group) {
      Step step = step(method, place);
      Set<String> keys = lockKeys(step, environment);
      taken.entrySet().stream()
          .filter(before -> LockKeys.excludedBy(keys, before.getKey()))
          .findFirst()
          .ifPresent(before ->
              place.error(
                  "\"%s\" and \"%s\" can't run at the same time, because in \"%s\" both need the lock of %s;"
                          .formatted(
                              before.getValue().id(),
                              step.id(),
                              environment.id(),
                              LockKeys.whole(before.getKey()).orElse(before.getKey()))
                      + " put one of them before or after the group"));
      keys.forEach(key -> taken.putIfAbsent(key, step));
    }
  }

  /** The entries of a list in a mapping; none if it has no such list. */
  private static List<YamlValue> values(YamlValue mapping, String key) {
    return MappingReader.entries(mapping, "this mapping").stream()
        .filter(e -> e.key().equals(key))
        .flatMap(e -> e.value().list().stream())
        .toList();
  }

  private static Step step(Method method, YamlValue place) {
    String id =
        MappingReader.entries(place, "this step").stream()
            .filter(e -> e.key().equals("id"))
            .map(e -> e.value().id())
            .findFirst()
            .orElse("");
    return method.steps().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  private Set<String> lockKeys(Step step, Environment environment) {
    Optional<ServiceRef> changed = step.changes().map(id -> runbook.serviceIn(environment, id));
    return switch (step) {
      case Step.RollBackService _ -> changed.map(ServiceRef::lockKeys).orElse(Set.of());
      case Step.JobStep run -> run.ownLockKeys(changed, Step.words(environment, changed));
      case Step.Manual _ -> Set.of();
    };
  }

  /** One that is not measured, or not at once, would make a success of what was not seen. */
  private void successProbes(MappingReader top) {
    List<YamlValue> methods = top.required("methods").list();
    for (int i = 0; i < methods.size(); i++) {
      Method method = runbook.methods().get(i);
      for (YamlValue place : steps(methods.get(i))) {
        if (step(method, place) instanceof Step.JobStep run && run.success().isPresent()) {
          run.success()
              .get()
              .probes()
              .forEach(id ->
                  successProbe(id)
                      .ifPresent(why ->
                          place.error(
                              "the step \"%s\" can't be a success by \"%s\": %s"
                                  .formatted(run.id(), id, why))));
        }
      }
    }
  }

  private Optional<String> successProbe(String id) {
    Optional<Probe> found =
        runbook.verification().probes().stream().filter(p -> p.id().equals(id)).findFirst();
    if (found.isEmpty()) {
      return Optional.of("a person confirms it, and the bot measures nothing; name a probe");
    }
    Probe probe = found.get();
    if (!probe.measurement().settled().isZero()) {
      return Optional.of(
          "it is about a window of time, and right after the job that would reach behind it; name a"
              + " probe that asks an address");
    }
    return runbook.environments().stream()
        .filter(environment -> !runbook.probes(environment).contains(probe))
        .findFirst()
        .map(environment ->
            "it is not measured in \"%s\"; give its service an address there"
                .formatted(environment.id()));
  }

  /** The steps of a method, those of groups too. */
  private static List<YamlValue> steps(YamlValue method) {
    return values(method, "steps").stream()
        .flatMap(entry -> {
          List<YamlValue> group = values(entry, "together");
          return group.isEmpty() ? Stream.of(entry) : group.stream();
        })
        .toList();
  }

  /** What is deployed to an environment of GitHub is recorded without the service's name. */
  private void sharedEnvironments(MappingReader top) {
    List<YamlValue> values = top.listOf("environments");
    Map<String, Service> taken = new HashMap<>();
    for (int i = 0; i < runbook.environments().size(); i++) {
      Environment environment = runbook.environments().get(i);
      for (Service service : runbook.services()) {
        if (service.kind() != Service.ServiceKind.GITHUB_ENVIRONMENT) {
          continue;
        }
        String resource = runbook.serviceIn(environment, service.id()).resource();
        // GitHub tells neither apart by the case of its letters.
        String shared = resource.replaceFirst("/[^/@]*@", "@").toLowerCase(Locale.ROOT);
        Service other = taken.putIfAbsent(shared, service);
        if (other != null && !other.equals(service)) {
          problems.errorInFile(
              bindingPlace(values.get(i), service.id()),
              "\"%s\" and \"%s\" are deployed to the same environment at GitHub (%s), where nobody"
                      .formatted(other.id(), service.id(), resource.replaceFirst("/[^/@]*@", "@"))
                  + " can tell which of them a deployment is of; give each an environment of its"
                  + " own");
        }
      }
    }
  }

  /** There, "rolled back" would be said by silence. */
  private void unmeasuredEnvironments(MappingReader top) {
    List<YamlValue> values = top.listOf("environments");
    for (int i = 0; i < runbook.environments().size(); i++) {
      Environment environment = runbook.environments().get(i);
      if (runbook.probes(environment).isEmpty()) {
        problems.warning(
            values.get(i).position(),
            "nothing at all is measured in \"%s\": what people confirm is the only evidence there, and"
                    .formatted(environment.id())
                + " RESOLVED says so");
      }
    }
  }

  private void unreachableProbes() {
    for (Probe probe : runbook.verification().probes()) {
      if (runbook.environments().stream().noneMatch(e -> runbook.probes(e).contains(probe))) {
        problems.warning(
            registry.checks().positionOf(probe.id()),
            "the probe \"%s\" never runs: no environment of it has an address for %s"
                .formatted(probe.id(), probe.service()));
      }
    }
  }

  /** It would be asked of a person before it can be known. */
  private void slowPercentiles() {
    Verification verification = runbook.verification();
    for (Environment environment : runbook.environments()) {
      for (Probe probe : runbook.probes(environment)) {
        Duration needed = needed(probe, runbook.interval(environment));
        if (needed.compareTo(verification.inconclusiveAfter()) >= 0) {
          problems.warning(
              registry.checks().positionOf(probe.id()),
              "the latency of \"%s\" is known after %d s in \"%s\", and after %d s a person is asked;"
                      .formatted(
                          probe.id(),
                          needed.toSeconds(),
                          environment.id(),
                          verification.inconclusiveAfter().toSeconds())
                  + " lower \"of\", or raise inconclusive_after");
        }
      }
    }
  }

  private static Duration needed(Probe probe, Duration interval) {
    return probe.measurement() instanceof HttpGet get
        ? get.rules().latency().map(l -> interval.multipliedBy(l.of())).orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  private void unverifiedServices(MappingReader top) {
    Set<String> rolledBack = new LinkedHashSet<>();
    runbook.methods().stream()
        .flatMap(m -> m.steps().stream())
        .forEach(step -> step.changes().ifPresent(rolledBack::add));
    List<YamlValue> values = top.listOf("environments");
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

  private static Position bindingPlace(YamlValue environment, String service) {
    return MappingReader.entries(environment, "this environment").stream()
        .filter(e -> e.key().equals("services"))
        .flatMap(e -> MappingReader.entries(e.value(), "this service").stream())
        .filter(e -> e.key().equals(service))
        .findFirst()
        .map(e -> e.keyValue().position())
        .orElse(environment.position());
  }

  private void unmeasurableClaims(MappingReader top, String field, List<Claim> claims) {
    List<YamlValue> values = claimValues(top.required("templates"), field);
    for (int i = 0; i < values.size(); i++) {
      Claim claim = claims.get(i);
      if (runbook.environments().stream().noneMatch(e -> measurable(claim, e))) {
        values
            .get(i)
            .warn(
                "no environment has all that \"%s\" stands on, so it is said of less"
                    .formatted(claim.text()));
      }
    }
  }

  private static List<YamlValue> claimValues(YamlValue templates, String field) {
    return MappingReader.entries(templates, "\"templates\"").stream()
        .filter(e -> e.key().equals(field))
        .flatMap(e -> e.value().list().stream())
        .toList();
  }

  private boolean measurable(Claim claim, Environment environment) {
    Set<String> seen = new HashSet<>();
    runbook.probes(environment).stream().map(Probe::id).forEach(seen::add);
    runbook.checks().stream().map(HumanCheck::id).forEach(seen::add);
    runbook.services().stream().map(Service::id).forEach(seen::add);
    runbook.checklist().stream().map(ChecklistItem::id).forEach(seen::add);
    return seen.containsAll(claim.from());
  }
}
