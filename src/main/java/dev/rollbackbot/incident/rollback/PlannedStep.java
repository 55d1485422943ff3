package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One step of a plan.
 *
 * @param id of the method's step
 * @param change empty: a person does this step, or its service has no target
 * @param noTarget present: the bot should change a service and knows no version to return to
 * @param job what a provider is asked to run
 */
public record PlannedStep(
    String id,
    String title,
    Optional<Change> change,
    Optional<NoTarget> noTarget,
    Optional<PlannedJob> job) {
  public static PlannedStep changing(String id, String title, Change change) {
    return new PlannedStep(id, title, Optional.of(change), Optional.empty(), Optional.empty());
  }

  public static PlannedStep withoutTarget(String id, String title, NoTarget noTarget) {
    return new PlannedStep(id, title, Optional.empty(), Optional.of(noTarget), Optional.empty());
  }

  public static PlannedStep running(String id, String title, PlannedJob job) {
    return new PlannedStep(id, title, Optional.empty(), Optional.empty(), Optional.of(job));
  }

  public static PlannedStep byHand(String id, String title) {
    return new PlannedStep(id, title, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether a person must choose something or leave the step out before an approval. */
  public boolean open() {
    return noTarget.filter(n -> n.leftOut().isEmpty()).isPresent()
        || job.filter(j -> !j.missing().isEmpty()).isPresent();
  }

  public boolean forPerson() {
    return change.isEmpty() && noTarget.isEmpty() && job.isEmpty();
  }

  /**
   * The keys of the locks that are held while the bot changes something; none: a person does it.
   */
  public Set<String> lockKeys() {
    Set<String> keys = new TreeSet<>();
    service()
        .map(ServiceRef::lockKeys)
        .or(() -> job.map(PlannedJob::lock).map(Set::of))
        .ifPresent(keys::addAll);
    job.flatMap(PlannedJob::locks).ifPresent(keys::addAll);
    return SortedCopy.of(keys);
  }

  /** The service that the bot changes in this step; empty: it changes none, or none is known. */
  public Optional<ServiceRef> service() {
    return change.map(Change::service).or(() -> job.flatMap(PlannedJob::service));
  }

  /** To what it restores a database; empty: it does something else. */
  public Optional<RestorePoint> restore() {
    return job.flatMap(PlannedJob::restore);
  }

  public PlannedStep withJob(PlannedJob changed) {
    return new PlannedStep(id, title, change, noTarget, Optional.of(changed));
  }

  public Optional<StepRun.LeftOut> leftOut() {
    return noTarget.flatMap(NoTarget::leftOut);
  }

  /** The change, or the one whose target a person may choose. */
  public Optional<Change> selectable() {
    return change.or(() -> noTarget.flatMap(NoTarget::choices));
  }

  /** {@code changedSecrets} as in {@link Change}. */
  public PlannedStep withTarget(
      Version target,
      String why,
      Optional<TargetOverride> override,
      Optional<List<String>> changedSecrets) {
    return new PlannedStep(
        id,
        title,
        selectable().map(c -> c.withTarget(target, why, override, changedSecrets)),
        Optional.empty(),
        job);
  }

  public PlannedStep withLeftOut(StepRun.LeftOut leftOut) {
    return new PlannedStep(
        id,
        title,
        change,
        noTarget.map(n -> new NoTarget(n.why(), n.choices(), Optional.of(leftOut))),
        job);
  }

  /**
   * A service that has no version to return to that the bot may propose.
   *
   * @param why in one sentence
   * @param choices the versions that a person may choose with a reason, its target being none yet;
   *     empty: there are none
   * @param leftOut who left it out of the plan, and why
   */
  public record NoTarget(String why, Optional<Change> choices, Optional<StepRun.LeftOut> leftOut) {}

  /**
   * The version that the bot will make live.
   *
   * @param live when the plan was made
   * @param why the reason for this target, in one sentence
   * @param candidates possible targets, newest first, with the chosen one
   * @param cannotUndo what this does not restore
   * @param tookBefore duration of the service's last rollback
   * @param choice empty: the plan was made before it was recorded
   * @param changedSecrets the provider has refused this target because the values of these secrets
   *     changed since it was made; whoever approves consents to overriding that; empty: it has not
   * @param running deployments of the service that were under way when the plan was made
   */
  public record Change(
      ServiceRef service,
      Deployment live,
      Version target,
      String why,
      List<Version> candidates,
      List<String> cannotUndo,
      Optional<Duration> tookBefore,
      Optional<TargetChoice> choice,
      Optional<List<String>> changedSecrets,
      Optional<List<RunningDeployment>> running) {
    public Change {
      running = running.map(List::copyOf);
      changedSecrets = changedSecrets.map(List::copyOf);
      candidates = List.copyOf(candidates);
      cannotUndo = List.copyOf(cannotUndo);
    }

    /** What speaks against that candidate; empty: nothing. */
    public Optional<String> concern(Version candidate) {
      return choice.map(c -> c.concerns().get(candidate.id()));
    }

    public Optional<TargetOverride> override() {
      return choice.flatMap(TargetChoice::override);
    }

    public Change withChangedSecrets(Optional<List<String>> secrets) {
      return new Change(
          service, live, target, why, candidates, cannotUndo, tookBefore, choice, secrets, running);
    }

    private Change withTarget(
        Version other,
        String reason,
        Optional<TargetOverride> override,
        Optional<List<String>> secrets) {
      return new Change(
          service,
          live,
          other,
          reason,
          candidates,
          cannotUndo,
          tookBefore,
          choice.map(c -> c.chosenByHand(override)),
          secrets,
          running);
    }
  }
}
