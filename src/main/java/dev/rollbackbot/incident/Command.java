package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What somebody asks for, in the imperative. Carries its time, its actor and any new id. */
public sealed interface Command {
  /** When it was asked. */
  Instant at();

  /** Who asks. */
  Actor by();

  /** Begin an incident. */
  record Declare(Instant at, Actor by, IncidentId id, Runbook runbook, Declaration declaration)
      implements Command {}

  /** About the incident's channel. */
  sealed interface OnChannel extends Command {}

  /** The channel is there. */
  record ChannelOpened(Instant at, Actor by, Channel channel) implements OnChannel {}

  /**
   * The incident gets no channel of its own.
   *
   * @param fallback where it lives instead
   */
  record ChannelRefused(Instant at, Actor by, String why, Channel fallback) implements OnChannel {}

  /** About the checklist. */
  sealed interface OnChecklist extends Command {
    /** Id of the checklist item. */
    String item();
  }

  /** It is done. */
  record ConfirmItem(Instant at, Actor by, String item, String evidence) implements OnChecklist {}

  /** It won't be done. */
  record SkipItem(Instant at, Actor by, String item, String reason) implements OnChecklist {}

  /** The bot tries it again. */
  record RetryItem(Instant at, Actor by, String item) implements OnChecklist {}

  /** About the plan. */
  sealed interface OnPlan extends Command {}

  /** Take another method. */
  record ChangeMethod(Instant at, Actor by, String method) implements OnPlan {}

  /** Read the provider again and make the plan anew. */
  record SurveyAgain(Instant at, Actor by) implements OnPlan {}

  /** Take another rollback target for a step. */
  record ChangeTarget(Instant at, Actor by, String planHash, String step, String version)
      implements OnPlan {}

  /** About consent. */
  sealed interface OnApproval extends Command {
    /** Hash of the plan that was looked at. */
    String planHash();
  }

  /** Consent. */
  record Approve(Instant at, Actor by, String planHash) implements OnApproval {}

  /** Go on without a second person. */
  record BreakGlass(Instant at, Actor by, String planHash, String reason) implements OnApproval {}

  /** About the steps of a rollback. */
  sealed interface OnSteps extends Command {}

  /** Hold before the next step. */
  record Pause(Instant at, Actor by) implements OnSteps {}

  /** Go on. */
  record Resume(Instant at, Actor by) implements OnSteps {}

  /** Hold after this step and let a person decide. */
  record StopAfterStep(Instant at, Actor by) implements OnSteps {}

  /**
   * Try the step again.
   *
   * @param attempt the attempt that was looked at; 0: it had not begun
   */
  record RetryStep(Instant at, Actor by, String step, int attempt) implements OnSteps {}

  /** A person did it. */
  record MarkStepDone(Instant at, Actor by, String step, String evidence) implements OnSteps {}

  /** Leave it out. */
  record SkipStep(Instant at, Actor by, String step, String reason) implements OnSteps {}

  /** Start the next method of the runbook, with its own plan and its own approval. */
  record StartNextMethod(Instant at, Actor by) implements OnSteps {}

  /** Make a new plan for the same method, with its own approval. */
  record MakeNewPlan(Instant at, Actor by) implements OnSteps {}

  /** About the wait and the verification. */
  sealed interface OnChecks extends Command {}

  /** Don't wait any longer for it to spread. */
  record EndPropagation(Instant at, Actor by, String reason) implements OnChecks {}

  /** People looked: it is well. */
  record ConfirmCheck(Instant at, Actor by, String check, String evidence) implements OnChecks {}

  /** Count every probe from nothing again. */
  record RestartChecks(Instant at, Actor by) implements OnChecks {}

  /** Go on without this probe or human check. */
  record WaiveCheck(Instant at, Actor by, String check, String reason) implements OnChecks {}

  /** About the two signatures. */
  sealed interface OnSignOff extends Command {}

  /** The first signature. */
  record SignRolledBack(Instant at, Actor by) implements OnSignOff {}

  /** The second signature, with the day of the post-mortem. */
  record SignVerified(Instant at, Actor by, LocalDate postMortem) implements OnSignOff {}

  /** About how it begins and ends. */
  sealed interface OnLifecycle extends Command {}

  /** Not only watch. */
  record StartRollback(Instant at, Actor by) implements OnLifecycle {}

  /** Give the rollback up. */
  record Cancel(Instant at, Actor by, String reason) implements OnLifecycle {}

  /** Close. */
  record Close(Instant at, Actor by, CloseReason closeReason, String note) implements OnLifecycle {}

  /** It came back. */
  record Reopen(Instant at, Actor by, String reason) implements OnLifecycle {}

  /** Hand out the post-mortem's draft. */
  record DraftPostMortem(Instant at, Actor by) implements OnLifecycle {}

  /** What the world answers; the bot is the actor. */
  sealed interface ExternalInput extends Command {}

  /**
   * A job ended.
   *
   * @param rollbackHistory what earlier incidents taught about the services that a survey is about
   */
  record JobFinished(
      Instant at, Actor by, String job, Outcome outcome, RollbackHistory rollbackHistory)
      implements ExternalInput {}

  /** A round of probes. */
  record ProbesMeasured(Instant at, Actor by, List<ProbeResult> readings) implements ExternalInput {
    public ProbesMeasured {
      readings = List.copyOf(readings);
    }
  }

  /** The time has come. */
  record TimerFired(Instant at, Actor by, Effect.Timer timer) implements ExternalInput {}

  /** A surface was shown for the first time. */
  record LiveMessagePosted(Instant at, Actor by, Effect.LiveMessage message)
      implements ExternalInput {}

  /**
   * Something could not be said in Slack for good.
   *
   * @param what in a few words
   */
  record DeliveryFailed(Instant at, Actor by, String what, String why) implements ExternalInput {}
}
