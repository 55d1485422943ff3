package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.collection.SortedCopy;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.LockKeys;
import dev.rollbackbot.runbook.job.MergeSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a drill in one environment may use: nothing that an environment has in which no drill may be
 * opened, by the keys of the locks that both would need, whatever the services are called.
 */
public final class DrillScope {
  private final Runbook runbook;
  private final Environment drilled;

  private DrillScope(Runbook runbook, Environment drilled) {
    this.runbook = runbook;
    this.drilled = drilled;
  }

  public static DrillScope of(Runbook runbook, Environment drilled) {
    return new DrillScope(runbook, drilled);
  }

  /**
   * What both use.
   *
   * @param by the service or the step of the drill
   * @param key of the lock that both need
   * @param other where no drill may be opened
   */
  public record SharedUse(String by, String key, Environment other) {
    /** As in: the branch main of shop/web. */
    public String text() {
      return LockKeys.text(key);
    }
  }

  /** The first service that is one of another environment's, too. */
  public Optional<SharedUse> sharedService() {
    return others()
        .flatMap(other ->
            refs(drilled)
                .flatMap(service ->
                    shared(service.lockKeys(), ofServices(other), service.id(), other).stream()))
        .findFirst();
  }

  /** The first step of that method that would change what another environment uses. */
  public Optional<SharedUse> sharedStep(Method method) {
    return others()
        .flatMap(other -> {
          Set<String> theirs = new TreeSet<>(ofServices(other));
          runbook.methods().stream()
              .flatMap(m -> m.steps().stream())
              .forEach(step -> theirs.addAll(keys(step, other)));
          return method.steps().stream()
              .flatMap(step -> shared(keys(step, drilled), theirs, step.title(), other).stream());
        })
        .findFirst();
  }

  /** Those that a drill can use. */
  public List<Method> methods() {
    return runbook.methods().stream().filter(method -> sharedStep(method).isEmpty()).toList();
  }

  /** As {@link Runbook#methodAfter}, of those. */
  public Optional<Method> methodAfter(String method, Collection<String> tried) {
    List<String> passed = new ArrayList<>(tried);
    Optional<Method> next = runbook.methodAfter(method, passed);
    while (next.filter(m -> sharedStep(m).isPresent() && !passed.contains(m.id())).isPresent()) {
      passed.add(next.get().id());
      next = runbook.methodAfter(next.get().id(), passed);
    }
    return next.filter(m -> sharedStep(m).isEmpty());
  }

  private Stream<Environment> others() {
    return runbook.environments().stream().filter(e -> !runbook.drill().allows(e.id()));
  }

  private Stream<ServiceRef> refs(Environment environment) {
    return runbook.services().stream().map(service -> runbook.serviceIn(environment, service.id()));
  }

  private Set<String> ofServices(Environment environment) {
    return SortedCopy.of(refs(environment).flatMap(ref -> ref.lockKeys().stream()).toList());
  }

  private static Optional<SharedUse> shared(
      Collection<String> own, Collection<String> theirs, String by, Environment other) {
    return own.stream()
        .filter(key -> LockKeys.excludedBy(theirs, key))
        .findFirst()
        .map(key -> new SharedUse(by, key, other));
  }

  private Set<String> keys(Step step, Environment environment) {
    Optional<ServiceRef> changed = step.changes().map(id -> runbook.serviceIn(environment, id));
    Set<String> keys = new TreeSet<>(changed.map(ServiceRef::lockKeys).orElse(Set.of()));
    if (step instanceof Step.JobStep run) {
      keys.addAll(keys(run, environment, Step.words(environment, changed)));
    }
    return keys;
  }

  /**
   * A call that is the same in both does the same to the same thing. A folder, a workflow and an
   * address are what a change goes through: two calls of them that differ change two things.
   */
  private static Set<String> keys(
      Step.JobStep run, Environment environment, Map<String, String> words) {
    return switch (run.job()) {
      case DatabaseSpec database when !database.isFor(environment.id()) -> Set.of();
      case DatabaseSpec database -> Set.of(LockKeys.used(database, words));
      case MergeSpec merge -> Set.of(run.callKey(words), LockKeys.used(merge, words));
      case PullRequestSpec pull -> Set.of(run.callKey(words), LockKeys.used(pull, words));
      case JobSpec.ProcessSpec _, JobSpec.WorkflowSpec _, HttpSpec _ -> Set.of(run.callKey(words));
    };
  }
}
