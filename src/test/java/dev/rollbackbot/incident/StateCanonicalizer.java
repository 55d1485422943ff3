package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.START;

import dev.rollbackbot.incident.rollback.Authorization;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.promises.Invariant;
import dev.rollbackbot.promises.TestUsers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One incident for all that differ only in what decides nothing, so that there are finitely many:
 *
 * <ul>
 *   <li>Jobs get numbers in the order in which the state names them, and attempts are none or one:
 *       they are only ever compared for being the newest, and an older one is tried too.
 *   <li>The three who may do everything change names in the order in which the state names them:
 *       they are only ever compared with each other.
 *   <li>Who did something and in which words is left out where it was checked as it happened: of
 *       settled items, steps and checks, of waivers, of approvals, of ends.
 *   <li>How often a step was begun that is settled, and what was to happen after the last one, are
 *       left out: nothing comes of it any more.
 *   <li>What Slack has shown, whether there is a channel and whether the deadline has passed are
 *       left out: they make posts, and nothing else.
 *   <li>Of earlier rollbacks, none or the last is kept, as asked for: they steer which version a
 *       plan proposes, never whether it needs consent.
 * </ul>
 */
final class StateCanonicalizer {
  private static final String ANYBODY = "bot";

  private static final List<String> ALIKE =
      List.of(TestUsers.REQUESTER.id(), TestUsers.APPROVER.id(), TestUsers.SECOND_APPROVER.id());

  private final int earlier;
  private final Map<String, String> people = new HashMap<>();
  private final Map<String, String> jobs = new HashMap<>();

  /**
   * For one incident.
   *
   * @param earlier how many earlier rollbacks are kept
   */
  StateCanonicalizer(int earlier) {
    this.earlier = earlier;
  }

  /** The incident for all that are like it. */
  Incident of(Incident incident) {
    IncidentDetails.RollbackRequest rollbackRequest = request(incident.details().rollbackRequest());
    State state = state(incident.state());
    return new Incident(facts(incident.details(), rollbackRequest), state);
  }

  /** What the promises remember, of the same people. */
  List<Invariant> of(List<Invariant> promises) {
    return promises.stream().map(p -> p.renamed(this::person)).toList();
  }

  private String person(String id) {
    return ALIKE.contains(id) ? people.computeIfAbsent(id, _ -> ALIKE.get(people.size())) : id;
  }

  private IncidentDetails.RollbackRequest request(IncidentDetails.RollbackRequest rollbackRequest) {
    return new IncidentDetails.RollbackRequest(
        person(rollbackRequest.by()), rollbackRequest.method());
  }

  private State state(State state) {
    return switch (state) {
      case State.Monitoring s -> s;
      case State.Preparing s -> new State.Preparing(planning(s.planning()));
      case State.AwaitingApproval s ->
          new State.AwaitingApproval(s.plan(), s.warnings(), chosen(s), START);
      case State.RollingBack s -> new State.RollingBack(rollback(s.rollback()));
      case State.Paused s -> new State.Paused(rollback(s.rollback()));
      case State.Blocked s -> new State.Blocked(rollback(s.rollback()));
      case State.Measuring s -> measuring(s);
      case State.Closed s -> new State.Closed(s.closeReason(), "", ANYBODY, START);
      case State.Cancelled s -> new State.Cancelled(Optional.empty(), "", "", START);
    };
  }

  private State measuring(State.Measuring state) {
    Rollback rollback = rollback(state.rollback());
    VerificationResults results = measurements(state.results());
    return switch (state) {
      case State.Propagating s -> new State.Propagating(rollback, results, START, s.until());
      case State.Verifying s -> new State.Verifying(rollback, results, START);
      case State.AwaitingSignOff s ->
          new State.AwaitingSignOff(
              rollback, results, START, s.rolledBackSignature().map(this::signature));
      case State.Resolved s -> {
        State.Signature anybody = new State.Signature(START, ANYBODY);
        yield new State.Resolved(
            rollback, results, START, anybody, anybody, s.postMortem(), START, s.watchUntil());
      }
    };
  }

  private Map<String, String> chosen(State.AwaitingApproval state) {
    Map<String, String> all = new TreeMap<>(state.chosenBy());
    all.replaceAll((_, by) -> person(by));
    return all;
  }

  private State.Signature signature(State.Signature signature) {
    return new State.Signature(START, person(signature.by()));
  }

  private IncidentDetails facts(
      IncidentDetails details, IncidentDetails.RollbackRequest rollbackRequest) {
    List<Checklist.TrackedItem> entries =
        details.checklist().entries().stream()
            .map(e -> new Checklist.TrackedItem(e.item(), mark(e.status())))
            .toList();
    int kept = Math.min(earlier, details.earlierRollbacks().size());
    return new IncidentDetails(
        details.id(),
        details.runbook(),
        details.declaration(),
        START,
        details.declaredBy(),
        rollbackRequest,
        Optional.empty(),
        new Checklist(entries),
        details
            .earlierRollbacks()
            .subList(details.earlierRollbacks().size() - kept, details.earlierRollbacks().size())
            .stream()
            .map(this::over)
            .toList(),
        Set.of(),
        jobs.size(),
        false);
  }

  private State.Planning planning(State.Planning planning) {
    return switch (planning) {
      case State.Surveying s -> new State.Surveying(job(s.job()));
      case State.NoPlan _ -> new State.NoPlan("");
      case State.Unplanned _, State.Planned _ -> planning;
    };
  }

  private Rollback rollback(Rollback rollback) {
    return new Rollback(
        rollback.plan(),
        authority(rollback.authorization()),
        START,
        rollback.steps().stream()
            .map(s -> new StepRun(s.step(), attempts(s), progress(s.status())))
            .toList(),
        rollback.current().isEmpty()
            ? Rollback.PendingControl.CONTINUE
            : rollback.pendingControl());
  }

  private static int attempts(StepRun step) {
    return step.settled() ? 1 : Math.min(step.attempts(), 1);
  }

  private Authorization authority(Authorization authorization) {
    return switch (authorization) {
      case Authorization.Approval x -> new Authorization.Approval(START, ANYBODY, x.planHash());
      case Authorization.BreakGlassOverride x ->
          new Authorization.BreakGlassOverride(START, person(x.by()), x.planHash(), "");
    };
  }

  private StepRun.StepStatus progress(StepRun.StepStatus stepStatus) {
    return switch (stepStatus) {
      case StepRun.Running r -> new StepRun.Running(START, job(r.job()));
      case StepRun.OutcomeUnknown u ->
          new StepRun.OutcomeUnknown(START, "", u.reconcileJob().map(this::job));
      case StepRun.AttemptFailed _ ->
          new StepRun.AttemptFailed(START, Outcome.FailureKind.REFUSED, "", "", Optional.empty());
      case StepRun.TargetLive _, StepRun.DoneByHand _, StepRun.SkippedByPerson _ ->
          new StepRun.SkippedByPerson(START, ANYBODY, "");
      case StepRun.Waiting _ -> stepStatus;
      case StepRun.HandedOver _ -> new StepRun.HandedOver(START);
    };
  }

  /** An earlier rollback: only its plan matters and whether it was carried out whole. */
  private Rollback over(Rollback rollback) {
    StepRun.StepStatus all =
        rollback.current().isEmpty()
            ? new StepRun.SkippedByPerson(START, ANYBODY, "")
            : new StepRun.Waiting();
    return new Rollback(
        rollback.plan(),
        new Authorization.Approval(START, ANYBODY, ""),
        START,
        rollback.steps().stream().map(s -> new StepRun(s.step(), 1, all)).toList(),
        Rollback.PendingControl.CONTINUE);
  }

  private static VerificationResults measurements(VerificationResults results) {
    return new VerificationResults(
        results.probes().stream()
            .map(probe ->
                new VerificationResults.ProbeRun(
                    probe.probe(),
                    probe.lastResult(),
                    probe.lastResult().map(_ -> START),
                    probe.passesInARow(),
                    probe.waiver().map(_ -> new ItemStatus.Skipped(START, ANYBODY, ""))))
            .toList(),
        results.checks().stream()
            .map(check ->
                new VerificationResults.CheckRun(
                    check.check(),
                    check.status().settled()
                        ? new ItemStatus.Skipped(START, ANYBODY, "")
                        : check.status()))
            .toList(),
        results.passesNeeded());
  }

  private ItemStatus mark(ItemStatus status) {
    return switch (status) {
      case ItemStatus.Open _, ItemStatus.Deferred _ -> status;
      case ItemStatus.TaskRunning r -> new ItemStatus.TaskRunning(START, job(r.job()));
      case ItemStatus.TaskFailed _ -> new ItemStatus.TaskFailed(START, "");
      case ItemStatus.Done _, ItemStatus.Skipped _ -> new ItemStatus.Skipped(START, ANYBODY, "");
    };
  }

  private String job(String id) {
    return jobs.computeIfAbsent(id, _ -> "INC-12/" + (jobs.size() + 1));
  }
}
