package dev.rollbackbot.incident;

import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.proposal.AutomaticFacts;
import dev.rollbackbot.incident.request.PersonReminder;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A fact that happened, in the past tense, stored for good. Every later version of the bot reads
 * it: components may be added as Optional, never renamed or removed.
 */
public sealed interface Event
    permits Event.OfLifecycle,
        Event.OfChat,
        Event.OfChecklist,
        Event.OfPlan,
        Event.OfApproval,
        Event.OfSteps,
        Event.OfLive,
        Event.OfChecks,
        Event.OfSignOff,
        Event.OfDrill,
        ProposalEvent {
  Instant at();

  /** User id of the person who caused it, or the bot's. */
  default String by() {
    return Actor.BOT.id();
  }

  sealed interface OfLifecycle extends Event {}

  record IncidentDeclared(
      Instant at, String by, IncidentId id, Runbook runbook, Declaration declaration)
      implements OfLifecycle {}

  record RollbackChosen(Instant at, String by) implements OfLifecycle {}

  record IncidentReopened(Instant at, String by, String reason) implements OfLifecycle {}

  record IncidentClosed(Instant at, String by, CloseReason closeReason, String note)
      implements OfLifecycle {}

  record IncidentCancelled(Instant at, String by, String reason) implements OfLifecycle {}

  record PostMortemDrafted(Instant at, String by) implements OfLifecycle {}

  /** The severity, the impact, the lead, the description or when it began is another one. */
  record DeclarationChanged(
      Instant at, String by, Declaration before, Declaration after, String reason)
      implements OfLifecycle {}

  record DeadlinePassed(Instant at) implements OfLifecycle {}

  record UpdateDue(Instant at) implements OfLifecycle {}

  /** Of everything that was due at that time. */
  record PeopleReminded(Instant at, List<PersonReminder> reminders) implements OfLifecycle {
    public PeopleReminded {
      reminders = List.copyOf(reminders);
    }
  }

  sealed interface OfChat extends Event {}

  record ChannelReady(Instant at, Channel channel, Optional<String> whyNotOwn) implements OfChat {}

  record MessagePublished(Instant at, Effect.LiveMessage message) implements OfChat {}

  /**
   * Slack refused a post.
   *
   * @param undelivered if it was a post to stakeholders
   * @param remedy what somebody can do about it, in a sentence; empty: nothing is known to help
   * @param blocked the channel of the incident, if nothing is posted there until that was done
   */
  record PostFailed(
      Instant at,
      String what,
      String why,
      Optional<UndeliveredPost> undelivered,
      Optional<String> remedy,
      Optional<Effect.Destination> blocked)
      implements OfChat {}

  /** The posts to stakeholders that Slack refused are tried again. */
  record PostRepeated(Instant at, String by) implements OfChat {}

  /** A post reached stakeholders who had missed one. */
  record StakeholdersReached(Instant at, String channel) implements OfChat {}

  sealed interface OfChecklist extends Event {}

  record ItemStarted(Instant at, String item, String job) implements OfChecklist {}

  /** The artifact is stored under the id of the job that captured it. */
  record ItemDone(Instant at, String by, String item, String note, Optional<String> artifact)
      implements OfChecklist {}

  record ItemSkipped(Instant at, String by, String item, String reason) implements OfChecklist {}

  record ItemFailed(Instant at, String item, String text) implements OfChecklist {}

  sealed interface OfPlan extends Event {}

  record MethodChanged(Instant at, String by, String method) implements OfPlan {}

  record SurveyStarted(Instant at, String job) implements OfPlan {}

  /**
   * A plan, and what was read for it, also of services that people change; no {@code live}: the
   * plan was made before it was recorded. {@code facts} empty: the same.
   */
  record PlanMade(
      Instant at,
      Plan plan,
      List<String> warnings,
      Optional<List<LiveReading>> live,
      Optional<AutomaticFacts> facts)
      implements OfPlan {
    public PlanMade {
      warnings = List.copyOf(warnings);
      live = live.map(List::copyOf);
    }
  }

  /**
   * The plan is not carried out: other versions are live than it goes away from, deployments have
   * ended, or, where it has neither, the fault began at another time than it was chosen for.
   */
  record PlanVoided(
      Instant at,
      String planHash,
      List<LiveReading> changed,
      Optional<List<RunningDeployment>> ended)
      implements OfPlan {
    public PlanVoided {
      changed = List.copyOf(changed);
    }
  }

  /** The probes ran once, before anything was changed. */
  record BaselineRead(Instant at, List<ProbeResult> results) implements OfPlan {
    public BaselineRead {
      results = List.copyOf(results);
    }
  }

  record PlanningFailed(Instant at, String text) implements OfPlan {}

  /**
   * Another version was chosen for a step.
   *
   * @param unmatched present: the other steps got the versions that were released with it, but for
   *     these, which stay as they were
   */
  record TargetChanged(
      Instant at, String by, String step, Plan plan, Optional<List<String>> unmatched)
      implements OfPlan {}

  /** Values of a job's inputs were chosen. */
  record InputsChosen(Instant at, String by, String step, Plan plan) implements OfPlan {}

  /** The rollback goes on without that step, whose service has no target. */
  record StepLeftOut(Instant at, String by, String step, String reason) implements OfPlan {}

  /** The runbook's next method, or a new plan for the same one. */
  record MethodStarted(Instant at, String by, String method) implements OfPlan {}

  sealed interface OfApproval extends Event {}

  record ApprovalRequested(Instant at) implements OfApproval {}

  /** Was recorded before {@link PeopleReminded} was. */
  record ApprovalReminded(Instant at, Effect.Timer timer) implements OfApproval {}

  record Approved(Instant at, String by, String planHash) implements OfApproval {}

  record BreakGlassUsed(Instant at, String by, String planHash, String reason)
      implements OfApproval {}

  sealed interface OfSteps extends Event {}

  /** {@code retriedBy}: who had it tried again; empty: the bot began it, or it was not recorded. */
  record StepStarted(Instant at, String step, int attempt, String job, Optional<String> retriedBy)
      implements OfSteps {
    @Override
    public String by() {
      return retriedBy.orElse(Actor.BOT.id());
    }
  }

  /**
   * That job reads the step's database: nothing is changed before somebody has consented; {@code
   * retriedBy} as in {@link StepStarted}.
   */
  record DatabaseReadStarted(Instant at, String step, String job, Optional<String> retriedBy)
      implements OfSteps {
    @Override
    public String by() {
      return retriedBy.orElse(Actor.BOT.id());
    }
  }

  /**
   * Somebody who is not involved is asked to consent to the step's script.
   *
   * @param again whether there was a consent to other numbers, which does not count any more
   */
  record ConsentAsked(Instant at, String step, DatabaseReading reading, boolean again)
      implements OfSteps {}

  /** That job reads the numbers once more before the script is sent. */
  record ConsentGiven(Instant at, String by, String step, String job) implements OfSteps {}

  /**
   * Somebody asked for a database to be restored to before a script. It is read first, and needs a
   * consent of its own.
   *
   * @param restore the step that does it, carried out next
   */
  record RestorePrepared(Instant at, String by, String reason, PlannedStep restore)
      implements OfSteps {}

  /** The numbers are as consented to, and the way back is known. */
  record ScriptCleared(Instant at, String step, DatabaseReading reading) implements OfSteps {}

  /** A person is asked to do the step; {@code retriedBy} as in {@link StepStarted}. */
  record StepHandedOver(Instant at, String step, Optional<String> retriedBy) implements OfSteps {
    @Override
    public String by() {
      return retriedBy.orElse(Actor.BOT.id());
    }
  }

  /**
   * The target is live.
   *
   * @param took how long the change took, or how long it took to find out
   * @param followed whether it is the first; empty: recorded before that was told apart
   */
  record StepSucceeded(
      Instant at,
      String step,
      Deployment live,
      boolean already,
      Duration took,
      Optional<Boolean> followed)
      implements OfSteps {
    /** Empty: nobody saw how long the change took. */
    public Optional<Duration> changeTook() {
      return followed.orElse(true) ? Optional.of(took) : Optional.empty();
    }
  }

  /**
   * The job printed something.
   *
   * @param output its last lines
   * @param forThread lines that people were not shown before; empty: none were told, as in every
   *     event of before
   */
  record JobOutputRead(
      Instant at, String step, String job, String output, Optional<String> forThread)
      implements OfSteps {}

  /**
   * What a provider runs goes on only when a person acts there.
   *
   * @param text in one or two sentences
   * @param link where; empty: the provider has no page for it
   */
  record JobWaitsForPerson(Instant at, String step, String job, String text, Optional<String> link)
      implements OfSteps {}

  /** What a provider runs does not wait for a person any more, by the provider's own word. */
  record JobWaitEnded(Instant at, String step, String job) implements OfSteps {}

  record JobStopRequested(Instant at, String by, String step, String job) implements OfSteps {}

  /**
   * What a provider ran has ended well, or there was nothing to run.
   *
   * @param took empty: it was found after it had ended, and the time that it took is not known
   * @param artifact what it printed is stored under this job's id; empty: it was so already, and
   *     nothing was run
   */
  record StepJobSucceeded(
      Instant at, String step, String text, Optional<Duration> took, Optional<String> artifact)
      implements OfSteps {}

  /**
   * {@code changedSecrets} as in {@link Outcome.Failed}.
   *
   * @param artifact what a job printed is stored under this job's id; empty: nothing was run
   */
  record StepFailed(
      Instant at,
      String step,
      Outcome.FailureKind kind,
      String code,
      String text,
      Optional<Deployment> live,
      Optional<List<String>> changedSecrets,
      Optional<String> artifact)
      implements OfSteps {
    public StepFailed {
      changedSecrets = changedSecrets.map(List::copyOf);
    }
  }

  /** That job asks the provider for the outcome; empty: the provider does not know. */
  record StepUnknown(Instant at, String step, String text, Optional<String> reconcileJob)
      implements OfSteps {}

  record StepDoneByHand(Instant at, String by, String step, String evidence) implements OfSteps {}

  record StepSkipped(Instant at, String by, String step, String reason) implements OfSteps {}

  /** The step's job has not begun: another incident holds the lock. */
  record LockAwaited(Instant at, String step, String job, LockHolder holder) implements OfSteps {}

  /** The step's job may begin after it had waited. */
  record LockObtained(Instant at, String step, String job) implements OfSteps {}

  /**
   * The step's job does not begin: it would be the first change of a rollback that nobody approved,
   * and what that began on was read too long ago, or another incident holds the lock.
   *
   * @param reason in a sentence
   */
  record StepHeldBack(Instant at, String step, String job, String reason) implements OfSteps {}

  record LockTakenOver(
      Instant at, String by, String step, String job, LockHolder from, String reason)
      implements OfSteps {}

  /**
   * A person took it over for another incident, whose number is {@code claimant}; with the bot's id
   * and without a reason if that incident is private.
   *
   * @param step which an earlier plan may have had
   * @param title of that step, or of all whose attempts lost a lock; empty: it was stored before
   *     that was recorded
   * @param locks keys of what is not held for it any more; empty likewise: those of the step
   * @param attempts the jobs that made those attempts; empty likewise: all that share a lock
   */
  record LockLetGo(
      Instant at,
      String by,
      String step,
      int claimant,
      String reason,
      Optional<String> title,
      Optional<List<String>> locks,
      Optional<List<String>> attempts)
      implements OfSteps {
    public LockLetGo {
      attempts = attempts.map(List::copyOf);
      locks = locks.map(List::copyOf);
    }
  }

  record PauseRequested(Instant at, String by) implements OfSteps {}

  record PausedBeforeStep(Instant at) implements OfSteps {}

  record Resumed(Instant at, String by) implements OfSteps {}

  record StopRequested(Instant at, String by) implements OfSteps {}

  record StoppedBeforeStep(Instant at) implements OfSteps {}

  sealed interface OfLive extends Event {}

  /** That job reads what is live of the incident's services. */
  record LiveReadStarted(Instant at, String job) implements OfLive {}

  /**
   * What is live was read.
   *
   * @param facts found with it, if a rollback would begin without an approval now
   */
  record LiveVersionsRead(Instant at, List<LiveReading> readings, Optional<AutomaticFacts> facts)
      implements OfLive {
    public LiveVersionsRead {
      readings = List.copyOf(readings);
    }
  }

  sealed interface OfChecks extends Event {}

  record PropagationStarted(Instant at, Instant until) implements OfChecks {}

  record PropagationEnded(Instant at, String by, String reason) implements OfChecks {}

  record ProbesRead(Instant at, List<ProbeResult> results) implements OfChecks {
    public ProbesRead {
      results = List.copyOf(results);
    }
  }

  record ChecksRestarted(Instant at, String by) implements OfChecks {}

  record CheckConfirmed(Instant at, String by, String check, String evidence) implements OfChecks {}

  record CheckWaived(Instant at, String by, String check, String reason) implements OfChecks {}

  /** A person counted a probe without a usable answer as failed. */
  record CheckCountedFailed(Instant at, String by, String check, String reason)
      implements OfChecks {}

  record ChecksPassed(Instant at) implements OfChecks {}

  /** A person had everything checked again while the signatures were collected. */
  record VerificationReopened(Instant at, String by, String reason) implements OfChecks {}

  /** A probe failed while the signatures were collected. */
  record VerificationLost(Instant at, String probe, String detail) implements OfChecks {}

  /**
   * Another version of a service is live than the one that was verified.
   *
   * @param waived the checks that are waived no longer; empty: recorded when waivers stayed
   */
  record LiveVersionChanged(
      Instant at, String service, Deployment live, Optional<List<String>> waived)
      implements OfChecks {
    public LiveVersionChanged {
      waived = waived.map(List::copyOf);
    }
  }

  /**
   * After RESOLVED these probes are bad again, or these services do not run what was signed.
   *
   * @param live those that run another version; with a probe also those that can't be read
   */
  record ChangedAfterResolved(Instant at, List<ProbeResult> relapses, List<LiveReading> live)
      implements OfChecks {
    public ChangedAfterResolved {
      relapses = List.copyOf(relapses);
      live = List.copyOf(live);
    }
  }

  /**
   * After RESOLVED these could not be read for long, by their ids, so nobody knows whether what was
   * signed still holds there. Without any, the bot itself was away.
   *
   * @param since the first of them
   */
  record WatchInterrupted(Instant at, Instant since, List<String> probes, List<String> services)
      implements OfChecks {
    public WatchInterrupted {
      probes = List.copyOf(probes);
      services = List.copyOf(services);
    }

    public boolean botWasAway() {
      return probes.isEmpty() && services.isEmpty();
    }
  }

  sealed interface OfSignOff extends Event {}

  record SignedRolledBack(Instant at, String by) implements OfSignOff {}

  /** What that person had signed is not what is to be signed any more. */
  record FirstSignatureVoided(Instant at, String signer) implements OfSignOff {}

  /** The second signature is given; it counts once every service has been read again. */
  record SecondSignatureGiven(Instant at, String by, LocalDate postMortem) implements OfSignOff {}

  /** The second signature does not count: the text says why. */
  record SecondSignatureVoided(Instant at, String text) implements OfSignOff {}

  /** The second signature resolves the incident. */
  record SignedVerified(Instant at, String by, LocalDate postMortem) implements OfSignOff {}

  sealed interface OfDrill extends Event {}

  /**
   * An incident of the same runbook was declared.
   *
   * @param incident its number
   * @param environment where that is
   * @param ends whether the drill ends for it, as soon as nothing is under way
   */
  record DrillInterrupted(Instant at, int incident, String environment, boolean ends)
      implements OfDrill {}

  /**
   * A person says that an item of the drill's checklist was done.
   *
   * @param item its place in the list, from 0
   */
  record DrillItemTicked(Instant at, String by, int item, String reason) implements OfDrill {}
}
