package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.DrillScope;
import dev.rollbackbot.runbook.DrillScope.SharedUse;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks where a runbook opens drills: never in a production, by its name or by what it shares with
 * an environment in which no drill may be opened.
 */
record DrillLinter(Runbook runbook) {
  private static final Pattern PRODUCTION =
      Pattern.compile("(?:(?!pre-|non-).*-)?(?:prod|production|prd|live)[0-9]*(?:-.*)?");

  /**
   * {@code places}: where the environments are named. What is stored was checked by the rules of
   * its time, and incidents of it are still read.
   */
  void check(List<YamlValue> places) {
    for (YamlValue place : places) {
      problem(place.line()).ifPresent(place::errorInFile);
    }
  }

  private Optional<String> problem(String id) {
    if (PRODUCTION.matcher(id).matches()) {
      return Optional.of(
          "\"%s\" is a production by its name: a drill is never opened there".formatted(id));
    }
    Environment environment = runbook.environment(id).orElseThrow();
    DrillScope scope = DrillScope.of(runbook, environment);
    return scope
        .sharedService()
        .map(shared -> sameService(environment, shared))
        .or(() ->
            scope.methods().isEmpty()
                ? scope.sharedStep(runbook.methods().getFirst()).map(shared -> noMethod(id, shared))
                : Optional.empty());
  }

  private String sameService(Environment environment, SharedUse shared) {
    boolean clustersUnknown =
        runbook.service(shared.by()).kind().provider().equals("kubernetes")
            && runbook.serviceIn(environment, shared.by()).cluster().isEmpty();
    return ("in \"%s\" the service \"%s\" is what \"%s\" has, too (%s), where no drill may be"
                + " opened; give it one of its own, or don't open drills there")
            .formatted(environment.id(), shared.by(), shared.other().id(), shared.text())
        + (clustersUnknown
            ? " (in which cluster each of them is, is not known without the settings of Kubernetes)"
            : "");
  }

  /** Methods that a drill can't use are left out of its form. */
  private String noMethod(String id, SharedUse shared) {
    return ("no method can be used by a drill in \"%s\": \"%s\" of \"%s\" uses %s, as in \"%s\","
            + " where no drill may be opened")
        .formatted(id, shared.by(), first().name(), shared.text(), shared.other().id());
  }

  private Method first() {
    return runbook.methods().getFirst();
  }
}
