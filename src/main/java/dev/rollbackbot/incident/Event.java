package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A fact that happened, in the past tense, stored for good. A stored event is read by every later
 * version of the bot: components may be added as Optional, never renamed or removed.
 *
 * <p>{@code by} is a person's user id, or {@code bot}.
 */
public sealed interface Event {
  /** When it happened. */
  Instant at();

  // How it begins.

  record Declared(Instant at, String by, IncidentId id, Runbook runbook, Declaration declaration)
      implements Event {}

  record ChannelReady(Instant at, Channel channel, Optional<String> whyNotOwn) implements Event {}

  record RollbackChosen(Instant at, String by) implements Event {}

  // Getting ready.

  record ItemStarted(Instant at, String item, String job) implements Event {}

  /** What a job captured for it, if one did, is kept under that job's id. */
  record ItemDone(Instant at, String by, String item, String note, Optional<String> artifact)
      implements Event {}

  record ItemSkipped(Instant at, String by, String item, String reason) implements Event {}

  record ItemFailed(Instant at, String item, String text) implements Event {}

  record MethodChanged(Instant at, String by, String method) implements Event {}

  record SurveyStarted(Instant at, String job) implements Event {}

  record PlanMade(Instant at, Plan plan, List<String> warnings) implements Event {
    public PlanMade {
      warnings = List.copyOf(warnings);
    }
  }

  record PlanMissing(Instant at, String text) implements Event {}

  record TargetChanged(Instant at, String by, String step, Plan plan) implements Event {}

  // Consent.

  record ApprovalAsked(Instant at) implements Event {}

  record Nudged(Instant at, Effect.Timer timer) implements Event {}

  record Approved(Instant at, String by, String planHash) implements Event {}

  record GlassBroken(Instant at, String by, String planHash, String reason) implements Event {}

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
      Outcome.Kind kind,
      String code,
      String text,
      Optional<Deployment> live)
      implements OfSteps {}

  /** The provider is being asked by that job. */
  record StepUnknown(Instant at, String step, String text, String askedBy) implements OfSteps {}

  record StepDoneByHand(Instant at, String by, String step, String evidence) implements OfSteps {}

  record StepSkipped(Instant at, String by, String step, String reason) implements OfSteps {}

  record PauseAsked(Instant at, String by) implements OfSteps {}

  record Held(Instant at) implements OfSteps {}

  record Resumed(Instant at, String by) implements OfSteps {}

  record StopAsked(Instant at, String by) implements OfSteps {}

  record Stopped(Instant at) implements OfSteps {}

  /** The runbook's next method, or the same one with a new plan. */
  record MethodStarted(Instant at, String by, String method) implements Event {}

  /** About the wait and the verification. */
  sealed interface OfChecks extends Event {}

  record SpreadStarted(Instant at, Instant until) implements OfChecks {}

  record SpreadEnded(Instant at, String by, String reason) implements OfChecks {}

  record ProbesRead(Instant at, List<Reading> readings) implements OfChecks {
    public ProbesRead {
      readings = List.copyOf(readings);
    }
  }

  record ChecksRestarted(Instant at, String by) implements OfChecks {}

  record CheckConfirmed(Instant at, String by, String check, String evidence) implements OfChecks {}

  record CheckWaived(Instant at, String by, String check, String reason) implements OfChecks {}

  record Verified(Instant at) implements OfChecks {}

  /** A probe failed while the signatures were collected. */
  record VerificationLost(Instant at, String probe, String detail) implements OfChecks {}

  // How it ends.

  record SignedRolledBack(Instant at, String by) implements Event {}

  /** The second signature resolves the incident. */
  record SignedVerified(Instant at, String by, LocalDate postMortem) implements Event {}

  record Reopened(Instant at, String by, String reason) implements Event {}

  record Closed(Instant at, String by, Ending ending, String note) implements Event {}

  record Cancelled(Instant at, String by, String reason) implements Event {}

  record PostMortemDrafted(Instant at, String by) implements Event {}

  // Noticed on the way.

  record SurfaceShown(Instant at, Effect.Surface surface) implements Event {}

  record DeadlinePassed(Instant at) implements Event {}

  record UpdateDue(Instant at) implements Event {}

  record PostLost(Instant at, String what, String why) implements Event {}
}
