package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses steps that should run at the same time and need the same lock. Of a runbook that has no
 * other errors.
 */
record SameTimeChecks(Runbook runbook) {
  void check(MappingReader top) {
    List<YamlValue> methods = top.required("methods").list();
    for (int i = 0; i < methods.size(); i++) {
      Method method = runbook.methods().get(i);
      List<YamlValue> groups =
          methods.get(i).mapping("this method", "id name when steps").required("steps").list();
      for (YamlValue entry : groups) {
        List<YamlValue> steps =
            MappingReader.entries(entry, "this step").stream()
                .filter(e -> e.key().equals("together"))
                .flatMap(e -> e.value().list().stream())
                .toList();
        runbook.environments().forEach(environment -> check(method, steps, environment));
      }
    }
  }

  private void check(Method method, List<YamlValue> places, Environment environment) {
    Map<String, Step> taken = new HashMap<>();
    for (YamlValue place : places) {
      Step step = step(method, place);
      Optional<String> lock = lockKey(step, environment);
      Optional<Step> other = lock.map(taken::get);
      other.ifPresent(before ->
          place.error(
              "\"%s\" and \"%s\" can't run at the same time: in \"%s\" both need the lock of %s; put one of them before or after the group"
                  .formatted(before.id(), step.id(), environment.id(), lock.orElse(""))));
      if (other.isEmpty()) {
        lock.ifPresent(key -> taken.put(key, step));
      }
    }
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

  private Optional<String> lockKey(Step step, Environment environment) {
    Optional<ServiceRef> changed = step.changes().map(id -> runbook.serviceIn(environment, id));
    return switch (step) {
      case Step.RollBackService _ -> changed.map(ServiceRef::lockKey);
      case Step.JobStep run -> Optional.of(run.lockKey(changed));
      case Step.Manual _ -> Optional.empty();
    };
  }
}
