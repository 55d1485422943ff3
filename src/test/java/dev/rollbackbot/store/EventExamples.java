package dev.rollbackbot.store;

import static dev.rollbackbot.store.StoreExamples.NOON;
import static dev.rollbackbot.store.StoreExamples.live;
import static dev.rollbackbot.store.StoreExamples.version;

import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.DeclarationChange;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.UndeliveredPost;
import dev.rollbackbot.incident.commit.BranchTip;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.OfferedCommits;
import dev.rollbackbot.incident.commit.UndoneCommits;
import dev.rollbackbot.incident.proposal.AutomaticFacts;
import dev.rollbackbot.incident.proposal.LastMeasured;
import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.request.PersonReminder;
import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PastDeployment;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.rollback.TargetChoice;
import dev.rollbackbot.incident.rollback.TargetOverride;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One event of every type, with no Optional empty. */
final class EventExamples {
  private static final String ANNA = "U1";
  private static final String HASH = "0badcafe";

  private EventExamples() {}

  static List<Event> all() {
    return Stream.of(beginning(), ready(), steps(), checks(), end()).flatMap(List::stream).toList();
  }

  private static List<Event> beginning() {
    return List.of(
        StoreExamples.declared(new IncidentId(12), "shop"),
        new Event.ChannelReady(
            NOON, new Channel("C1", "inc-12-shop", false), Optional.of("no permission")),
        new Event.RollbackChosen(NOON, ANNA),
        new Event.MessagePublished(NOON, Effect.LiveMessage.PANEL),
        declarationChanged(),
        new Event.DeadlinePassed(NOON),
        new Event.UpdateDue(NOON),
        new Event.PeopleReminded(
            NOON, List.of(new PersonReminder(RequestKind.ITEM, "logs", NOON, 3, Optional.of(1)))),
        new Event.PostFailed(
            NOON,
            "the post to #customers",
            "Slack answers is_archived",
            Optional.of(new UndeliveredPost("#customers", Effect.StakeholderNotice.FIRST)),
            Optional.of("Somebody must unarchive that channel."),
            Optional.of(Effect.Destination.CHANNEL)),
        new Event.PostRepeated(NOON, ANNA),
        new Event.StakeholdersReached(NOON, "#customers"),
        new ProposalEvent.RollbackProposed(
            NOON,
            new IncidentId(12),
            StoreExamples.runbook("shop"),
            StoreExamples.declared(new IncidentId(12), "shop").declaration(),
            suspicion(),
            TriggerMode.PROPOSE),
        new ProposalEvent.ProposalStarted(NOON, ANNA),
        new ProposalEvent.ProposalWatched(NOON, ANNA),
        new ProposalEvent.ProposalPutOff(NOON, ANNA, NOON.plusSeconds(900)),
        new ProposalEvent.ProposalDue(NOON),
        new ProposalEvent.ProposalRefused(NOON, ANNA, "a load test"),
        new ProposalEvent.TriggerSeen(NOON, suspicion()),
        new ProposalEvent.AlertSeen(NOON, "errors", false, true),
        new ProposalEvent.AutomaticRollbackAnnounced(NOON, HASH, NOON.plusSeconds(120)),
        new ProposalEvent.AutomaticRollbackHeldBack(NOON, List.of("Another incident holds api.")),
        new ProposalEvent.AutomaticRollbackStopped(NOON, ANNA),
        new ProposalEvent.AutomaticRollbackStarted(NOON, HASH),
        new ProposalEvent.AutomaticRollbackHalted(NOON, "It stopped before its first change."),
        new ProposalEvent.TriggerOver(NOON, "errors"));
  }

  private static Suspicion suspicion() {
    return new Suspicion(
        "errors",
        "gateway",
        NOON,
        Optional.of(NOON.minusSeconds(120)),
        List.of("error rate 4.1 %, more than 1 %"),
        Optional.of(
            new Suspicion.Suspect(
                "gateway",
                "v42",
                "42",
                NOON.minusSeconds(300),
                Optional.of("eve"),
                Optional.of("Faster orders"))),
        Optional.empty());
  }

  private static Event declarationChanged() {
    Declaration before = StoreExamples.declared(new IncidentId(12), "shop").declaration();
    Declaration after =
        before.with(
            new DeclarationChange(
                Optional.of(Severity.CRITICAL),
                Optional.of(true),
                "Orders are lost",
                Optional.of("U2"),
                new DeclarationChange.BeganAt(NOON.minusSeconds(3_600))));
    return new Event.DeclarationChanged(NOON, ANNA, before, after, "they are lost");
  }

  private static List<Event> ready() {
    return List.of(
        new Event.ItemStarted(NOON, "logs", "INC-12/2"),
        new Event.ItemDone(NOON, ANNA, "logs", "seen", Optional.of("INC-12/2")),
        new Event.ItemSkipped(NOON, ANNA, "logs", "no time"),
        new Event.ItemFailed(NOON, "logs", "The provider was not reached."),
        new Event.MethodChanged(NOON, ANNA, "b"),
        new Event.SurveyStarted(NOON, "INC-12/1"),
        new Event.PlanMade(
            NOON,
            plan(),
            List.of("Traffic is split."),
            Optional.of(
                List.of(
                    new LiveReading(
                        StoreExamples.GATEWAY_LIVE,
                        NOON,
                        Optional.of(live("43")),
                        "",
                        Optional.empty()))),
            Optional.of(
                new AutomaticFacts(
                    List.of("Traffic is split."),
                    List.of("gateway"),
                    Optional.of(NOON.minusSeconds(3_600)),
                    Optional.empty()))),
        new Event.PlanVoided(
            NOON,
            HASH,
            List.of(
                new LiveReading(
                    StoreExamples.GATEWAY_LIVE,
                    NOON,
                    Optional.of(live("43")),
                    "",
                    Optional.of(List.of(RUNNING)))),
            Optional.of(List.of(RUNNING))),
        new Event.BaselineRead(
            NOON,
            List.of(
                ProbeResult.withoutReading(
                    "health", ProbeResult.Verdict.FAILED, "got 500", Duration.ofMillis(84)))),
        new Event.PlanningFailed(NOON, "There is no earlier version."),
        new Event.TargetChanged(NOON, ANNA, "gateway", plan(), Optional.empty()),
        new Event.InputsChosen(NOON, ANNA, "deploy", jobPlan()),
        new Event.StepLeftOut(NOON, ANNA, "gateway", "not affected"),
        new Event.ApprovalRequested(NOON),
        new Event.ApprovalReminded(NOON, Effect.Timer.APPROVAL_FIRST_REMINDER),
        new Event.Approved(NOON, ANNA, HASH),
        new Event.BreakGlassUsed(NOON, ANNA, HASH, "Nobody answers <!here> \"now\""));
  }

  private static final RunningDeployment RUNNING =
      new RunningDeployment("3d40", "3d40", "build", Optional.of(NOON));

  private static Plan plan() {
    PlannedStep.Change change =
        new PlannedStep.Change(
            StoreExamples.GATEWAY_LIVE,
            live("42"),
            version("41"),
            "The newest that ran before.",
            List.of(version("41"), version("40")),
            List.of("Data stays as it is."),
            Optional.of(Duration.ofSeconds(90)),
            Optional.of(choice()),
            Optional.of(List.of("API_KEY")),
            Optional.of(List.of(RUNNING)));
    return new Plan(
        "a",
        List.of(
            new PlannedStep(
                "gateway",
                "Gateway",
                Optional.of(change),
                Optional.of(
                    new PlannedStep.NoTarget(
                        "It can't be read.",
                        Optional.of(change),
                        Optional.of(new StepRun.LeftOut(NOON, ANNA, "not affected")))),
                Optional.empty()),
            PlannedStep.byHand("purge", "Purge the cache")),
        Optional.of(List.of(List.of("gateway", "purge"))));
  }

  private static Plan jobPlan() {
    return Plan.of(
        "b",
        List.of(
            PlannedStep.running(
                "deploy",
                "Deploy",
                new PlannedJob(
                    "deploy --version 41",
                    Optional.of(StoreExamples.GATEWAY_LIVE),
                    "cloudflare/worker/shop-gateway",
                    Map.of("version", "41"),
                    List.of("region"),
                    Optional.of(ANNA),
                    Optional.of("Deploy 42 again."),
                    List.of("Data stays as it is."),
                    Optional.of(live("42")),
                    Optional.of(new CodePatch("removal.patch", "diff --git a/x b/x\n")),
                    Optional.of(NOON),
                    Optional.of(
                        new OfferedCommits(
                            List.of(
                                new Commit(
                                    "3f9c2d1ab0", List.of("77aa2d1ab0"), "Faster", "Anna", NOON)),
                            "The newest commits of main.",
                            Optional.of("https://git.example.com/compare"))),
                    Optional.of(List.of("cloudflare/worker/shop-gateway", "process/call/1a2b")),
                    Optional.of(
                        new BranchTip(
                            "main",
                            Optional.of(
                                new Commit("3f9c2d1ab0", List.of(), "Faster", "Anna", NOON)),
                            Optional.empty())),
                    Optional.empty()))));
  }

  private static TargetChoice choice() {
    return new TargetChoice(
        List.of("v41: marked bad in INC-3: orders fail"),
        Map.of("41", "marked bad in INC-3: orders fail"),
        List.of(
            new PastDeployment(
                "v41", Optional.of(NOON), Optional.of("ci"), Optional.of("Faster"), List.of("41"))),
        Optional.of(
            new TargetOverride("marked bad in INC-3: orders fail", ANNA, "it was a mistake")),
        Optional.of(
            Map.of(
                "42",
                new UndoneCommits(
                    7,
                    1,
                    List.of(
                        new Commit("3f9c2d1ab0", List.of("77aa2d1ab0"), "Faster", "Anna", NOON)),
                    Optional.empty(),
                    Optional.of("https://git.example.com/compare")),
                "41",
                UndoneCommits.unknown("GitHub was not reached."))));
  }

  private static List<Event> steps() {
    return List.of(
        new Event.StepStarted(NOON, "gateway", 2, "INC-12/3", Optional.of(ANNA)),
        new Event.DatabaseReadStarted(NOON, "schema", "INC-12/3", Optional.of(ANNA)),
        new Event.ConsentAsked(NOON, "schema", StoreExamples.reading(), true),
        new Event.ConsentGiven(NOON, ANNA, "schema", "INC-12/4"),
        new Event.ScriptCleared(NOON, "schema", StoreExamples.reading()),
        new Event.RestorePrepared(
            NOON,
            ANNA,
            "wrong rows",
            PlannedStep.running(
                "restore-1",
                "Restore planning-primary",
                PlannedJob.restoring(
                    StoreExamples.restorePoint(),
                    "the database, to the bookmark",
                    List.of("d1/job/planning-primary"),
                    List.of("Every write since is lost.")))),
        new Event.StepHandedOver(NOON, "purge", Optional.of(ANNA)),
        new Event.StepSucceeded(
            NOON, "gateway", live("41"), false, Duration.ofMillis(84_500), Optional.of(true)),
        new Event.StepFailed(
            NOON,
            "gateway",
            Outcome.FailureKind.CHANGED,
            "changed",
            "v43 is live.",
            Optional.of(live("43")),
            Optional.of(List.of("API_KEY")),
            Optional.of("INC-12/3")),
        new Event.StepJobSucceeded(
            NOON,
            "deploy",
            "exit status 0",
            Optional.of(Duration.ofSeconds(9)),
            Optional.of("INC-12/3")),
        new Event.JobOutputRead(
            NOON, "deploy", "INC-12/3", "built\nuploaded", Optional.of("uploaded")),
        new Event.JobWaitEnded(NOON, "deploy", "INC-12/3"),
        new Event.JobWaitsForPerson(
            NOON, "deploy", "INC-12/3", "Approve it.", Optional.of("https://example.org/runs/1")),
        new Event.JobStopRequested(NOON, ANNA, "deploy", "INC-12/3"),
        new Event.StepUnknown(NOON, "gateway", "No answer in 10 s.", Optional.of("INC-12/4")),
        new Event.StepDoneByHand(NOON, ANNA, "purge", "https://example.org/proof"),
        new Event.StepSkipped(NOON, ANNA, "purge", "no cache"),
        new Event.LockAwaited(
            NOON,
            "gateway",
            "INC-12/3",
            new LockHolder(11, "U2", NOON, Optional.empty(), Optional.empty())),
        new Event.LockObtained(NOON, "gateway", "INC-12/3"),
        new Event.StepHeldBack(NOON, "gateway", "INC-12/3", "INC-11 holds its lock."),
        new Event.LockTakenOver(
            NOON,
            ANNA,
            "gateway",
            "INC-12/3",
            new LockHolder(11, "U2", NOON, Optional.empty(), Optional.empty()),
            "nobody answers"),
        new Event.LockLetGo(
            NOON,
            "U2",
            "gateway",
            11,
            "they need it",
            Optional.of("Roll back gateway"),
            Optional.of(List.of("cloudflare/worker/gateway")),
            Optional.of(List.of("INC-12/3"))),
        new Event.PauseRequested(NOON, ANNA),
        new Event.PausedBeforeStep(NOON),
        new Event.Resumed(NOON, ANNA),
        new Event.StopRequested(NOON, ANNA),
        new Event.StoppedBeforeStep(NOON),
        new Event.MethodStarted(NOON, ANNA, "b"));
  }

  private static List<Event> checks() {
    return List.of(
        new Event.PropagationStarted(NOON, NOON.plusSeconds(120)),
        new Event.PropagationEnded(NOON, ANNA, "it is there already"),
        new Event.ProbesRead(
            NOON,
            List.of(
                ProbeResult.withoutReading(
                    "health",
                    ProbeResult.Verdict.FAILED,
                    "expected 200, got 500",
                    Duration.ofMillis(84)),
                ProbeResult.withoutReading(
                    "home", ProbeResult.Verdict.INCONCLUSIVE, "no answer", Duration.ZERO))),
        new Event.ChecksRestarted(NOON, ANNA),
        new Event.CheckConfirmed(NOON, ANNA, "smoke", "ran it"),
        new Event.CheckWaived(NOON, ANNA, "health", "known to be broken"),
        new Event.CheckCountedFailed(NOON, ANNA, "home", "no answer for long"),
        new Event.ChecksPassed(NOON),
        new Event.VerificationLost(NOON, "health", "expected 200, got 500"),
        new Event.VerificationReopened(NOON, ANNA, "it is still slow"));
  }

  private static List<Event> end() {
    return List.of(
        new Event.SignedRolledBack(NOON, ANNA),
        new Event.FirstSignatureVoided(NOON, ANNA),
        new Event.LiveReadStarted(NOON, "INC-12/7"),
        new Event.ChangedAfterResolved(
            NOON,
            List.of(
                ProbeResult.withoutReading(
                    "health",
                    ProbeResult.Verdict.FAILED,
                    "expected 200, got 503",
                    Duration.ofMillis(80))),
            List.of(
                new LiveReading(
                    StoreExamples.GATEWAY_LIVE,
                    NOON,
                    Optional.of(live("43")),
                    "no problem",
                    Optional.empty()))),
        new Event.WatchInterrupted(
            NOON, NOON.minusSeconds(600), List.of("health"), List.of("gateway")),
        new Event.LiveVersionsRead(
            NOON,
            List.of(
                new LiveReading(
                    StoreExamples.GATEWAY_LIVE,
                    NOON,
                    Optional.of(live("41")),
                    "",
                    Optional.of(List.of())),
                new LiveReading(
                    StoreExamples.GATEWAY_LIVE,
                    NOON,
                    Optional.empty(),
                    "no answer",
                    Optional.empty())),
            Optional.of(
                new AutomaticFacts(
                    List.of(),
                    List.of("gateway"),
                    Optional.empty(),
                    Optional.of(
                        new RecordedFacts(
                            true, 1, false, Map.of("errors", new LastMeasured(NOON, true, 3))))))),
        new Event.LiveVersionChanged(NOON, "gateway", live("43"), Optional.of(List.of("health"))),
        new Event.SecondSignatureGiven(NOON, ANNA, LocalDate.parse("2026-03-04")),
        new Event.SecondSignatureVoided(NOON, "What is live can't be read."),
        new Event.SignedVerified(NOON, ANNA, LocalDate.parse("2026-03-04")),
        new Event.DrillInterrupted(NOON, 13, "staging", true),
        new Event.DrillItemTicked(NOON, ANNA, 2, "They found it"),
        new Event.IncidentReopened(NOON, ANNA, "it came back"),
        new Event.IncidentClosed(NOON, ANNA, CloseReason.FIXED_FORWARD, "a patch is live"),
        new Event.IncidentCancelled(NOON, ANNA, "wrong service"),
        new Event.PostMortemDrafted(NOON, ANNA));
  }
}
