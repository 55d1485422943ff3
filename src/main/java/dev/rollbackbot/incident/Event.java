package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A fact that happened, in the past tense, stored for good. A stored event is read by every later
 * version of the bot: components may be added as Optional, never renamed or removed.
 */
public sealed interface Event {
  /** When it happened. */
  Instant at();

  /** Who caused it: a person's user id, or the bot. */
  default String by() {
    return Actor.BOT.id();
  }

  /** How it begins, drags on and ends. */
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

  record DeadlinePassed(Instant at) implements OfLifecycle {}

  record UpdateDue(Instant at) implements OfLifecycle {}

  /** About what is shown and said in Slack. */
  sealed interface OfChat extends Event {}

  record ChannelReady(Instant at, Channel channel, Optional<String> whyNotOwn) implements OfChat {}

  record MessagePublished(Instant at, Effect.LiveMessage message) implements OfChat {}

  record PostFailed(Instant at, String what, String why) implements OfChat {}

  /** About the checklist. */
  sealed interface OfChecklist extends Event {}

  record ItemStarted(Instant at, String item, String job) implements OfChecklist {}

  /** What a job captured for it, if one did, is kept under that job's id. */
  record ItemDone(Instant at, String by, String item, String note, Optional<String> artifact)
      implements OfChecklist {}

  record ItemSkipped(Instant at, String by, String item, String reason) implements OfChecklist {}

  record ItemFailed(Instant at, String item, String text) implements OfChecklist {}

  /** About the method, the plan and its targets. */
  sealed interface OfPlan extends Event {}

  record MethodChanged(Instant at, String by, String method) implements OfPlan {}

  record SurveyStarted(Instant at, String job) implements OfPlan {}

  record PlanMade(Instant at, Plan plan, List<String> warnings) implements OfPlan {
    public PlanMade {
      warnings = List.copyOf(warnings);
    }
  }

  record PlanningFailed(Instant at, String text) implements OfPlan {}

  record TargetChanged(Instant at, String by, String step, Plan plan) implements OfPlan {}

  /** The runbook's next method, or the same one with a new plan. */
  record MethodStarted(Instant at, String by, String method) implements OfPlan {}

  /** About consent. */
  sealed interface OfApproval extends Event {}

  record ApprovalRequested(Instant at) implements OfApproval {}

  record ApprovalReminded(Instant at, Effect.Timer timer) implements OfApproval {}

  record Approved(Instant at, String by, String planHash) implements OfApproval {}

  record BreakGlassUsed(Instant at, String by, String planHash, String reason)
      implements OfApproval {}

  /** About the steps of a rollback. */
  sealed interface OfSteps extends Event {}

  record StepStarted(Instant at, String step, int attempt, String job) implements OfSteps {}

  /** A person's turn. */
  record StepHandedOver(Instant at, String step) implements OfSteps {}

  record StepSucceeded(Instant at, String step, Deployment live, boolean already, Duration took)
      implements OfSteps {}

  record StepFailed(
      Instant at,
      String step,
      Outcome.FailureKind kind,
      String code,
      String text,
      Optional<Deployment> live)
      implements OfSteps {}

  /** The provider is being asked by that job; empty: it was asked and can't tell. */
  record StepUnknown(Instant at, String step, String text, Optional<String> reconcileJob)
      implements OfSteps {}

  record StepDoneByHand(Instant at, String by, String step, String evidence) implements OfSteps {}

  record StepSkipped(Instant at, String by, String step, String reason) implements OfSteps {}

  record PauseRequested(Instant at, String by) implements OfSteps {}

  record PausedBeforeStep(Instant at) implements OfSteps {}

  record Resumed(Instant at, String by) implements OfSteps {}

  record StopRequested(Instant at, String by) implements OfSteps {}

  record StoppedBeforeStep(Instant at) implements OfSteps {}

  /** About the wait and the verification. */
  sealed interface OfChecks extends Event {}

  record PropagationStarted(Instant at, Instant until) implements OfChecks {}

  record PropagationEnded(Instant at, String by, String reason) implements OfChecks {}

  record ProbesRead(Instant at, List<ProbeResult> readings) implements OfChecks {
    public ProbesRead {
      readings = List.copyOf(readings);
    }
  }

  record ChecksRestarted(Instant at, String by) implements OfChecks {}

  record CheckConfirmed(Instant at, String by, String check, String evidence) implements OfChecks {}

  record CheckWaived(Instant at, String by, String check, String reason) implements OfChecks {}

  record ChecksPassed(Instant at) implements OfChecks {}

  /** A probe failed while the signatures were collected. */
  record VerificationLost(Instant at, String probe, String detail) implements OfChecks {}

  /** About the two signatures. */
  sealed interface OfSignOff extends Event {}

  record SignedRolledBack(Instant at, String by) implements OfSignOff {}

  /** The second signature resolves the incident. */
  record SignedVerified(Instant at, String by, LocalDate postMortem) implements OfSignOff {}
}
