package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.START;

import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.database.DatabaseConsent;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.drill.DrillProgress;
import dev.rollbackbot.incident.proposal.AutomaticFacts;
import dev.rollbackbot.incident.proposal.AutomaticRollback;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.request.PersonRequests;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.LiveVersions;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.rollback.RollbackResult;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.Baseline;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.incident.verification.Watch;
import dev.rollbackbot.incident.verification.WatchGaps;
import dev.rollbackbot.promises.Invariant;
import dev.rollbackbot.promises.RenamedPlans;
import dev.rollbackbot.promises.TestUsers;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Maps incidents that differ only in what no decision depends on to one, so that there are finitely
 * many:
 *
 * <ul>
 *   <li>Jobs are numbered in the order in which the state names them, and attempts are 0 or 1: they
 *       are only compared with the newest, and an outdated one is tried too.
 *   <li>The three users with both roles are renamed in the order in which the state names them:
 *       they are only compared with each other. Plans say who changed them, by the same names.
 *   <li>Actors and texts of settled items, steps and checks, waivers, approvals and ends are left
 *       out: they are checked in the transition.
 *   <li>Attempts of settled steps, and the pending control after the last step, are left out: they
 *       have no effect any more.
 *   <li>What was measured before is left out: only posts depend on it. It is always wanted again.
 *   <li>How a person became involved is left out, only that they are; what was read as live is kept
 *       of one service.
 *   <li>Published messages, the channel, who leads, the passed deadline and since when stakeholders
 *       know of it are left out: only posts depend on them. The deadline is always ahead.
 *   <li>The open requests follow from the state, because the clock does not move.
 *   <li>Whether a person or a measurement says that a probe failed is left out: what can follow a
 *       person's decision can follow a measurement too.
 *   <li>After RESOLVED what was told of other versions is left out, with the versions themselves.
 *   <li>Posts that stakeholders missed are left out: only posting them again depends on them.
 *   <li>What a drill has shown is left out: only its score and its checklist depend on it.
 *   <li>How far it has come is left out: only clicks on what was shown earlier depend on it.
 *   <li>At most the given number of earlier rollbacks is kept: they decide which version a plan
 *       proposes, never whether it needs approval.
 * </ul>
 */
final class StateCanonicalizer {
  private static final String ANY_ACTOR = "bot";
  private static final String OUTDATED = "outdated";

  /** Not now: what happens now is not the first time. */
  private static final Instant EARLIER = START.minusSeconds(1);

  private static final List<String> INTERCHANGEABLE =
      List.of(TestUsers.REQUESTER.id(), TestUsers.APPROVER.id(), TestUsers.SECOND_APPROVER.id());

  private final int earlier;
  private final boolean endings;
  private String plannedHash = "";
  private final Map<String, String> people = new HashMap<>();
  private final Map<String, String> jobs = new HashMap<>();

  /**
   * For one incident; keeps at most that many earlier rollbacks.
   *
   * @param endings whether it is kept which steps were skipped
   */
  StateCanonicalizer(int earlier, boolean endings) {
    this.earlier = earlier;
    this.endings = endings;
  }

  Incident of(Incident incident) {
    plannedHash =
        incident.state() instanceof State.AwaitingApproval waiting ? waiting.plan().hash() : "";
    IncidentDetails.RollbackRequest request = request(incident.details().rollbackRequest());
    State state = state(incident.state());
    Incident canonical = new Incident(details(incident.details(), request, state), state);
    return state instanceof State.AwaitingSignOff signOff
        ? canonical.with(withContents(incident, canonical.details(), signOff))
        : canonical;
  }

  /** Of what was signed only whether it is the same as now. */
  private static State withContents(
      Incident incident, IncidentDetails details, State.AwaitingSignOff state) {
    State.AwaitingSignOff was = (State.AwaitingSignOff) incident.state();
    String now = SignOffContent.signed(incident.details(), was);
    String same = SignOffContent.signed(details, state);
    UnaryOperator<String> content = signed -> signed.equals(now) ? same : OUTDATED;
    return new State.AwaitingSignOff(
        state.rollback(),
        state.results(),
        state.verifiedAt(),
        state
            .rolledBackSignature()
            .map(s -> new State.Signature(s.at(), s.by(), content.apply(s.content()))),
        state
            .secondSignature()
            .map(s ->
                new State.SecondSignature(
                    s.at(), s.by(), s.postMortem(), content.apply(s.content()))));
  }

  /** The invariants with the same renamed users. */
  List<Invariant> of(List<Invariant> invariants) {
    return invariants.stream().map(p -> p.renamed(this::person)).toList();
  }

  private String person(String id) {
    return INTERCHANGEABLE.contains(id)
        ? people.computeIfAbsent(id, _ -> INTERCHANGEABLE.get(people.size()))
        : id;
  }

  private IncidentDetails.RollbackRequest request(IncidentDetails.RollbackRequest request) {
    return new IncidentDetails.RollbackRequest(person(request.by()), request.method());
  }

  private State state(State state) {
    return switch (state) {
      case State.Proposed s -> new State.Proposed(planning(s.planning()), s.putOffUntil());
      case State.Monitoring s -> s;
      case State.Preparing s -> new State.Preparing(planning(s.planning()));
      case State.AwaitingApproval s ->
          new State.AwaitingApproval(plan(s.plan()), s.warnings(), chosenBy(s), START);
      case State.RollingBack s -> new State.RollingBack(rollback(s.rollback()));
      case State.Paused s -> new State.Paused(rollback(s.rollback()));
      case State.Blocked s -> new State.Blocked(rollback(s.rollback()));
      case State.Measuring s -> measuring(s);
      case State.Closed s ->
          new State.Closed(s.closeReason(), "", ANY_ACTOR, START, Optional.empty(), false);
      case State.Cancelled s -> new State.Cancelled(Optional.empty(), "", "", START);
    };
  }

  private State measuring(State.Measuring state) {
    Rollback rollback = rollback(state.rollback());
    VerificationResults results = results(state.results());
    return switch (state) {
      case State.Propagating s -> new State.Propagating(rollback, results, START, s.until());
      case State.Verifying s -> new State.Verifying(rollback, results, START);
      case State.AwaitingSignOff s ->
          new State.AwaitingSignOff(
              rollback,
              results,
              START,
              s.rolledBackSignature().map(this::signature),
              s.secondSignature()
                  .map(x ->
                      new State.SecondSignature(
                          START, person(x.by()), x.postMortem(), x.content())));
      case State.Resolved s -> {
        State.Signature signature = new State.Signature(START, ANY_ACTOR, OUTDATED);
        yield new State.Resolved(
            rollback,
            new RollbackResult(Ending.ROLLED_BACK, List.of(), List.of(), List.of()),
            results,
            results,
            START,
            signature,
            signature,
            s.postMortem(),
            START,
            s.watchUntil(),
            watch(s.watch()));
      }
    };
  }

  /**
   * What a bad reading said is left out, and what can't be read, which is told after a time that
   * does not pass here; when the next reading is, only timers compare.
   */
  private static Watch watch(Watch watch) {
    Map<String, Watch.ProbeWatch> probes = new TreeMap<>(watch.probes());
    probes.replaceAll((id, p) ->
        new Watch.ProbeWatch(
            p.failuresInARow(),
            p.relapse()
                .map(r ->
                    new Watch.Relapse(
                        ProbeResult.withoutReading(
                            id, ProbeResult.Verdict.FAILED, "", Duration.ZERO),
                        r.status()))));
    return new Watch(probes, Map.of(), WatchGaps.NONE, watch.nextRead());
  }

  private Map<String, String> chosenBy(State.AwaitingApproval state) {
    Map<String, String> all = new TreeMap<>(state.chosenBy());
    all.replaceAll((_, by) -> person(by));
    return all;
  }

  private State.Signature signature(State.Signature signature) {
    return new State.Signature(START, person(signature.by()), signature.content());
  }

  private IncidentDetails details(
      IncidentDetails details, IncidentDetails.RollbackRequest request, State state) {
    List<Checklist.TrackedItem> entries =
        details.checklist().entries().stream()
            .map(e -> new Checklist.TrackedItem(e.item(), itemStatus(e.status())))
            .toList();
    boolean over = state instanceof State.Closed || state instanceof State.Cancelled;
    Map<String, Involvement> involved = over ? Map.of() : involved(details.involved());
    LiveVersions live = over ? LiveVersions.NONE : live(details.live(), state);
    int kept = Math.min(earlier, details.earlierRollbacks().size());
    return new IncidentDetails(
        details.id(),
        details.runbook(),
        declaration(details.declaration()),
        START,
        ANY_ACTOR,
        request,
        Optional.empty(),
        new Checklist(entries),
        details
            .earlierRollbacks()
            .subList(details.earlierRollbacks().size() - kept, details.earlierRollbacks().size())
            .stream()
            .map(this::endedRollback)
            .toList(),
        Set.of(),
        jobs.size(),
        false,
        involved,
        live,
        requests(details.requests()),
        baseline(state),
        UndeliveredPosts.NONE,
        details.stakeholdersToldAt().map(_ -> EARLIER),
        Stage.FIRST,
        details.proposal().map(p -> proposal(p, state)),
        unsettled(details, state),
        details.drill().map(StateCanonicalizer::drill));
  }

  /** Only what a drill yields to decides anything; the rest is measured. */
  private static DrillProgress drill(DrillProgress drill) {
    return drill.yieldsTo().map(DrillProgress.NONE::yieldingTo).orElse(DrillProgress.NONE);
  }

  /** What is told of its triggers is left out, and once the rollback has begun all of it. */
  private Proposal proposal(Proposal proposal, State state) {
    Proposal now =
        new Proposal(
            START,
            proposal.mode(),
            proposal.first(),
            proposal.firing().stream()
                .map(s ->
                    new Suspicion(
                        s.trigger(),
                        s.service(),
                        START,
                        s.onset(),
                        List.of(),
                        s.suspect(),
                        s.alert()
                            .map(a ->
                                new Suspicion.AlertOrigin(
                                    a.system(), a.endedAt().map(_ -> START)))))
                .toList(),
            proposal
                .facts()
                .map(f -> new AutomaticFacts(f.doubts(), f.held(), f.before(), Optional.empty())),
            proposal.automatic());
    return now.with(
        switch (proposal.automatic()) {
          case AutomaticRollback.Undecided undecided -> undecided;
          case AutomaticRollback.Announced a ->
              new AutomaticRollback.Announced(
                  START,
                  state instanceof State.AwaitingApproval waiting
                          && a.planHash().equals(plannedHash)
                      ? waiting.plan().hash()
                      : OUTDATED,
                  START,
                  a.lastReading().map(this::job));
          case AutomaticRollback.HeldBack _ -> new AutomaticRollback.HeldBack(START, List.of());
          case AutomaticRollback.Halted _ -> new AutomaticRollback.Halted(START, "");
          case AutomaticRollback.Stopped _ -> new AutomaticRollback.Stopped(START, ANY_ACTOR);
        });
  }

  /**
   * Of their changes only what they are about matters, of their jobs which step's they are, and of
   * their rollbacks whether it is the current one.
   */
  private List<UnsettledAttempt> unsettled(IncidentDetails details, State state) {
    return details.unsettled().stream()
        .map(a ->
            new UnsettledAttempt(
                a.step(),
                a.title(),
                a.locks(),
                a.change()
                    .map(c -> PlannedStep.changing("", "", c))
                    .flatMap(s -> RenamedPlans.step(s, this::person).change()),
                a.job().map(id -> jobs.getOrDefault(id, "INC-12/earlier")),
                isCurrent(a, state) ? START : EARLIER))
        .distinct()
        .sorted(Comparator.comparing(UnsettledAttempt::step))
        .toList();
  }

  private boolean isCurrent(UnsettledAttempt attempt, State state) {
    return state instanceof State.Executing executing
        && attempt.rollbackStartedAt().equals(executing.rollback().startedAt());
  }

  /** Who leads is only told. */
  private static Declaration declaration(Declaration declaration) {
    return declaration.with(
        new DeclarationChange(
            Optional.empty(),
            Optional.empty(),
            declaration.description(),
            Optional.of(TestUsers.REQUESTER.id()),
            new DeclarationChange.Kept()));
  }

  private static PersonRequests requests(PersonRequests requests) {
    return new PersonRequests(requests.open(), requests.nextReminder(), false);
  }

  private static Baseline baseline(State state) {
    return state instanceof State.Preparing || state instanceof State.AwaitingApproval
        ? Baseline.NONE.wantedAgain()
        : Baseline.NONE;
  }

  /** Who became involved first, and how, changes no decision. */
  private Map<String, Involvement> involved(Map<String, Involvement> involved) {
    Map<String, Involvement> all = new TreeMap<>();
    new TreeMap<>(involved).keySet().forEach(id -> all.put(person(id), Involvement.REQUESTED));
    return all;
  }

  /**
   * What was read is only compared with what is read while people check and sign. While they check,
   * one service's version is kept, if it is not what every plan began with.
   */
  private LiveVersions live(LiveVersions live, State state) {
    Map<String, Deployment> known = new TreeMap<>();
    if (state instanceof State.AwaitingSignOff) {
      live.known().forEach((service, d) -> known.put(service, live(d)));
    } else if (state instanceof State.Verifying && live.job().isPresent()) {
      Optional.ofNullable(live.known().get("api"))
          .filter(d -> !d.label().equals("v42"))
          .ifPresent(d -> known.put("api", live(d)));
    }
    return new LiveVersions(
        Map.of(),
        Map.of(),
        Map.of(),
        known,
        Map.of(),
        Map.of(),
        Map.of(),
        live.job().map(this::job),
        live.stale());
  }

  private static Deployment live(Deployment deployment) {
    return new Deployment("", Optional.empty(), Optional.empty(), deployment.shares());
  }

  private State.Planning planning(State.Planning planning) {
    return switch (planning) {
      case State.Surveying s -> new State.Surveying(job(s.job()));
      case State.NoPlan _ -> new State.NoPlan("");
      case State.Planned s -> new State.Planned(plan(s.plan()), s.warnings());
      case State.Unplanned _ -> planning;
    };
  }

  private Plan plan(Plan plan) {
    return RenamedPlans.of(plan, this::person);
  }

  private PlannedStep planned(StepRun step) {
    return RenamedPlans.step(step.step(), this::person);
  }

  private Rollback rollback(Rollback rollback) {
    Plan plan = plan(rollback.plan());
    return new Rollback(
        plan,
        authorization(rollback.authorization(), plan.hash()),
        START,
        rollback.steps().stream()
            .map(s ->
                new StepRun(
                    planned(s),
                    attempts(s),
                    stepStatus(s.status()),
                    s.begun().map(_ -> START),
                    ran(s),
                    s.ended().filter(_ -> ran(s)).map(_ -> START),
                    false,
                    s.waits().map(w -> new StepRun.ProviderWait(START, w.text(), w.link())),
                    s.consent().map(this::consent),
                    s.restorable().map(this::restorePoint)))
            .toList(),
        rollback.current().isEmpty()
            ? Rollback.PendingControl.CONTINUE
            : rollback.pendingControl());
  }

  /** Of what makes a version live only texts depend on it. */
  private static boolean ran(StepRun step) {
    return step.ran() && step.step().job().isPresent();
  }

  private static int attempts(StepRun step) {
    return step.settled() ? 1 : Math.min(step.attempts(), 1);
  }

  private RollbackAuthorization authorization(RollbackAuthorization authorization, String hash) {
    return switch (authorization) {
      case RollbackAuthorization.Approval x ->
          new RollbackAuthorization.Approval(START, ANY_ACTOR, hash);
      case RollbackAuthorization.Automatic x ->
          new RollbackAuthorization.Automatic(START, person(x.by()), hash, Optional.of(List.of()));
      case RollbackAuthorization.BreakGlassOverride x ->
          new RollbackAuthorization.BreakGlassOverride(START, person(x.by()), hash, "");
    };
  }

  /** Who consented is written down, and decides nothing more. */
  private DatabaseConsent consent(DatabaseConsent consent) {
    return new DatabaseConsent(START, ANY_ACTOR, consent.reading());
  }

  private RestorePoint restorePoint(RestorePoint point) {
    return new RestorePoint(
        point.step(),
        point.title(),
        START,
        point.spec(),
        point.bookmark(),
        point.before(),
        point.restored().map(_ -> START));
  }

  private StepRun.StepStatus stepStatus(StepRun.StepStatus status) {
    return switch (status) {
      case StepRun.Running r ->
          new StepRun.Running(
              START, job(r.job()), Optional.empty(), r.stopBy().map(_ -> ANY_ACTOR));
      case StepRun.WaitingForLock w -> new StepRun.WaitingForLock(START, job(w.job()), w.holder());
      case StepRun.OutcomeUnknown u ->
          new StepRun.OutcomeUnknown(
              START,
              "",
              u.reconcileJob().map(this::job),
              u.job().map(this::job),
              u.searchEndedBy().map(_ -> ANY_ACTOR));
      case StepRun.AttemptFailed failed ->
          new StepRun.AttemptFailed(
              START,
              Outcome.FailureKind.REFUSED,
              "",
              "",
              Optional.empty(),
              failed.changedSecrets());
      case StepRun.SettledStatus settled -> settledStatus(settled);
      case StepRun.Waiting _ -> status;
      case StepRun.HandedOver _ -> new StepRun.HandedOver(START);
      case StepRun.ReadingDatabase r -> new StepRun.ReadingDatabase(START, job(r.job()));
      case StepRun.AwaitingConsent a -> new StepRun.AwaitingConsent(START, a.reading());
    };
  }

  /** Whether it was skipped matters only to a later plan, and to how the rollback ends. */
  private StepRun.StepStatus settledStatus(StepRun.StepStatus status) {
    return (earlier == 0 && !endings)
            || status instanceof StepRun.SkippedByPerson
            || status instanceof StepRun.LeftOut
        ? new StepRun.SkippedByPerson(START, ANY_ACTOR, "")
        : new StepRun.DoneByHand(START, ANY_ACTOR, "");
  }

  /** Of an earlier rollback only the plan, its completion and what was skipped matter. */
  private Rollback endedRollback(Rollback rollback) {
    boolean complete = rollback.current().isEmpty();
    return new Rollback(
        plan(rollback.plan()),
        new RollbackAuthorization.Approval(START, ANY_ACTOR, ""),
        START,
        rollback.steps().stream()
            .map(s ->
                new StepRun(
                    planned(s),
                    1,
                    complete ? settledStatus(s.status()) : new StepRun.Waiting(),
                    Optional.empty(),
                    ran(s),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    s.restorable().map(this::restorePoint)))
            .toList(),
        Rollback.PendingControl.CONTINUE);
  }

  private static VerificationResults results(VerificationResults results) {
    return new VerificationResults(
        results.probes().stream()
            .map(probe ->
                new VerificationResults.ProbeRun(
                    probe.probe(),
                    probe
                        .lastResult()
                        .map(r ->
                            ProbeResult.withoutReading(r.probe(), r.verdict(), "", Duration.ZERO)),
                    probe.lastResult().map(_ -> START),
                    probe.passesInARow(),
                    probe.waiver().map(_ -> new ItemStatus.Skipped(START, ANY_ACTOR, "")),
                    Optional.empty()))
            .toList(),
        results.checks().stream()
            .map(check ->
                new VerificationResults.CheckRun(
                    check.check(),
                    check.status().settled()
                        ? new ItemStatus.Skipped(START, ANY_ACTOR, "")
                        : check.status()))
            .toList(),
        results.passesNeeded());
  }

  private ItemStatus itemStatus(ItemStatus status) {
    return switch (status) {
      case ItemStatus.Open _, ItemStatus.Deferred _ -> status;
      case ItemStatus.TaskRunning r -> new ItemStatus.TaskRunning(START, job(r.job()));
      case ItemStatus.TaskFailed _ -> new ItemStatus.TaskFailed(START, "");
      case ItemStatus.Done _, ItemStatus.Skipped _ -> new ItemStatus.Skipped(START, ANY_ACTOR, "");
    };
  }

  private String job(String id) {
    return jobs.computeIfAbsent(id, _ -> "INC-12/" + (jobs.size() + 1));
  }
}
