package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackResult;
import dev.rollbackbot.incident.rollback.ServiceResult;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Computes how a rollback ends from what was read. Every sentence about success is made of this one
 * value, so that none can contradict what is live.
 */
public final class RollbackResults {
  private final IncidentDetails details;
  private final Rollback rollback;
  private final Map<String, Version> targets = new HashMap<>();

  /** What was live of each service when the incident's first plan for it was made. */
  private final Map<String, Deployment> before = new HashMap<>();

  /** The first plan's changes, which know what was live before that. */
  private final Map<String, PlannedStep.Change> first = new HashMap<>();

  /** Clocks differ by so much at most. */
  static final Duration SKEW = Duration.ofMinutes(1);

  /** Services that were changed without a target: by which step, the last one of each. */
  private final Map<String, StepRun> changed = new HashMap<>();

  private RollbackResults(IncidentDetails details, Rollback rollback) {
    this.details = details;
    this.rollback = rollback;
    details.earlierRollbacks().forEach(this::addPlan);
    addPlan(rollback);
    rollback.steps().stream()
        .filter(RollbackResults::withoutTarget)
        .forEach(s -> service(rollback, s).ifPresent(id -> changed.put(id, s)));
  }

  /** The result as far as it is known now. */
  public static RollbackResult of(IncidentDetails details, Rollback rollback) {
    return new RollbackResults(details, rollback).result();
  }

  private void addPlan(Rollback each) {
    for (PlannedStep step : each.plan().steps()) {
      step.change()
          .ifPresent(change -> {
            String id = change.service().service().id();
            targets.put(id, change.target());
            before.putIfAbsent(id, change.live());
            first.putIfAbsent(id, change);
          });
    }
  }

  /**
   * Whether something was done that was not to make a certain version live. What a job found done
   * already is no step back.
   */
  private static boolean withoutTarget(StepRun step) {
    return (step.status() instanceof StepRun.DoneByHand || step.doneByJob())
        && step.step().restore().isEmpty()
        && !step.isRestored();
  }

  private static ServiceResult.TargetMatch how(StepRun.StepStatus status) {
    return status instanceof StepRun.JobDone
        ? ServiceResult.TargetMatch.BY_JOB
        : ServiceResult.TargetMatch.BY_HAND;
  }

  private Optional<String> service(Rollback of, StepRun run) {
    return details.runbook().method(of.plan().method()).stream()
        .flatMap(m -> m.steps().stream())
        .filter(s -> s.id().equals(run.step().id()))
        .filter(s -> !(s instanceof Step.RollBackService))
        .map(Step::changes)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private RollbackResult result() {
    List<ServiceResult> services = new ArrayList<>();
    LiveReadings.services(details, rollback).forEach(s -> services.add(result(s)));
    List<StepRun> notDone = rollback.steps().stream().filter(s -> !carriedOut(s)).toList();
    boolean asPlanned = services.stream().allMatch(ServiceResult::asPlanned);
    boolean withoutTarget =
        withoutTarget(rollback, services, _ -> true)
            || details.earlierRollbacks().stream()
                .anyMatch(r -> withoutTarget(r, services, ServiceResult::changed));
    boolean anyDone =
        services.stream().anyMatch(s -> s.takenBack() && !kept(s))
            || services.stream().anyMatch(s -> s.changed() && (jobRan(s) || takenBackInPart(s)))
            || (withoutTarget
                && (services.isEmpty() || !services.stream().allMatch(ServiceResult::asBefore)));
    Ending ending =
        !anyDone
            ? Ending.WITHOUT_ROLLBACK
            : asPlanned && notDone.isEmpty() ? Ending.ROLLED_BACK : Ending.PARTLY_ROLLED_BACK;
    return new RollbackResult(ending, services, notDone, earlierUnread());
  }

  /** Its target has a part of the traffic. */
  private static boolean takenBackInPart(ServiceResult result) {
    return result.live().stream()
        .flatMap(live -> live.shares().stream())
        .anyMatch(
            share -> result.target().filter(t -> t.id().equals(share.version().id())).isPresent());
  }

  /** Whether every plan was to leave it as it was when the fault began. */
  private boolean kept(ServiceResult result) {
    List<PlannedStep.Change> changes =
        Stream.concat(details.earlierRollbacks().stream(), Stream.of(rollback))
            .flatMap(r -> r.plan().steps().stream())
            .flatMap(step -> step.change().stream())
            .filter(change -> change.service().id().equals(result.service().id()))
            .toList();
    return result.match() == ServiceResult.TargetMatch.ON_TARGET
        && !changes.isEmpty()
        && changes.stream().allMatch(change -> change.live().servesOnly(change.target()))
        && !result.changed()
        && changes.stream().noneMatch(change -> new EarlierDeployments(change).cameBack(details));
  }

  /** {@code shows}: what was done to a service counts only if that is so. */
  private boolean withoutTarget(
      Rollback of, List<ServiceResult> services, Predicate<ServiceResult> shows) {
    return of.steps().stream()
        .filter(s -> s.step().change().isEmpty() && withoutTarget(s))
        .filter(s -> !deployedOver(of, s, services))
        .anyMatch(s -> services.stream().filter(each -> changes(of, s, each)).allMatch(shows));
  }

  private List<StepRun> earlierUnread() {
    return details.earlierRollbacks().stream()
        .flatMap(of ->
            of.steps().stream()
                .filter(s -> s.step().change().isEmpty() && service(of, s).isEmpty())
                .filter(s -> withoutTarget(s) || s.mayHaveRun()))
        .toList();
  }

  private boolean changes(Rollback of, StepRun step, ServiceResult result) {
    return service(of, step).filter(result.service().service().id()::equals).isPresent();
  }

  /**
   * A job that has failed half-way may have changed it, whatever became of its step; not what went
   * live when the job was over.
   */
  private boolean jobRan(ServiceResult result) {
    return jobs(result)
        .filter(StepRun::mayHaveRun)
        .anyMatch(s -> !wentLiveLater(result.live(), over(s)));
  }

  /** The steps of every plan whose jobs change that service. */
  private Stream<StepRun> jobs(ServiceResult result) {
    return Stream.concat(details.earlierRollbacks().stream(), Stream.of(rollback))
        .flatMap(r -> r.steps().stream())
        .filter(s ->
            s.step()
                .job()
                .flatMap(PlannedJob::service)
                .filter(service -> service.id().equals(result.service().id()))
                .isPresent());
  }

  /** An attempt that is under way, or of which nobody knows, has not ended yet. */
  private static Optional<Instant> over(StepRun step) {
    boolean open =
        step.status() instanceof StepRun.Running || step.status() instanceof StepRun.OutcomeUnknown;
    return open ? Optional.empty() : step.ended();
  }

  /**
   * Whether its service runs what somebody else deployed when the step was over: not a job of the
   * incident whose end nobody saw.
   */
  private boolean deployedOver(Rollback of, StepRun step, List<ServiceResult> services) {
    return services.stream()
        .filter(s -> changes(of, step, s))
        .filter(s -> jobs(s).noneMatch(StepRun::endUnseen))
        .anyMatch(s -> wentLiveLater(s.live(), settledAt(step.status())));
  }

  /** A restore belongs to no plan: that it was asked for and left out takes nothing from it. */
  private static boolean carriedOut(StepRun step) {
    return step.step().restore().isPresent()
        || (!step.isRestored()
            && (step.status() instanceof StepRun.TargetLive
                || step.status() instanceof StepRun.DoneByHand
                || step.status() instanceof StepRun.JobDone));
  }

  private Optional<Deployment> before(String service) {
    return details.live().before(service).or(() -> Optional.ofNullable(before.get(service)));
  }

  /** Whether the last plan itself makes a version of that service live. */
  private boolean planned(String service) {
    return rollback.steps().stream()
        .flatMap(step -> step.step().change().stream())
        .anyMatch(change -> change.service().service().id().equals(service));
  }

  /** Without a reading for the plan nobody knows that. */
  private boolean changedSincePlan(String service, Deployment live) {
    return details.live().planned(service).filter(was -> !live.servesSameAs(was)).isPresent();
  }

  private ServiceResult result(ServiceRef service) {
    String id = service.service().id();
    Optional<Version> target = Optional.ofNullable(targets.get(id));
    Optional<LiveReading> reading = details.live().reading(id);
    Optional<Deployment> live = reading.flatMap(LiveReading::live);
    ServiceResult.TargetMatch match =
        live.map(l -> match(id, target, l)).orElse(ServiceResult.TargetMatch.NOT_READ);
    boolean earlier =
        target
            .filter(t ->
                Optional.ofNullable(first.get(id))
                    .filter(change -> new EarlierDeployments(change).showAsEarlier(t))
                    .isPresent())
            .isPresent();
    return new ServiceResult(service, match, target, reading, before(id), earlier);
  }

  private ServiceResult.TargetMatch match(String id, Optional<Version> target, Deployment live) {
    if (target.filter(live::servesOnly).isPresent()) {
      return changed.containsKey(id) && !planned(id) && !changedSincePlan(id, live)
          ? ServiceResult.TargetMatch.EARLIER_TARGET
          : ServiceResult.TargetMatch.ON_TARGET;
    }
    // What was done without a target is only counted if it shows: unknown is not changed.
    boolean left = before(id).filter(old -> !live.servesSameAs(old)).isPresent();
    return Optional.ofNullable(changed.get(id))
        .map(StepRun::status)
        .filter(status -> left && !wentLiveLater(Optional.of(live), settledAt(status)))
        .map(RollbackResults::how)
        .orElse(ServiceResult.TargetMatch.NOT_AS_PLANNED);
  }

  private static Optional<Instant> settledAt(StepRun.StepStatus status) {
    return status instanceof StepRun.SettledStatus settled
        ? Optional.of(settled.at())
        : Optional.empty();
  }

  /** What went live when the step was over, and its effect had time to arrive, is another's. */
  private boolean wentLiveLater(Optional<Deployment> live, Optional<Instant> over) {
    Optional<Instant> limit =
        over.map(at -> at.plus(details.runbook().propagation(details.environment())).plus(SKEW));
    return live.flatMap(Deployment::at)
        .filter(at -> limit.filter(at::isAfter).isPresent())
        .isPresent();
  }
}
