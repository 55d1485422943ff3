package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Input to {@code decide}, in the imperative. Carries its time, its actor and any new id. */
public sealed interface Command
    permits Command.Declare,
        Command.OnChannel,
        Command.OnChecklist,
        Command.OnPlan,
        Command.OnApproval,
        Command.OnSteps,
        Command.OnChecks,
        Command.OnSignOff,
        Command.OnLifecycle,
        Command.TickDrillItem,
        Command.ExternalInput,
        ProposalCommand {
  Instant at();

  Actor by();

  /**
   * Decides in the name of everybody that something is right. Whether the person may is read from
   * Slack at that moment, never from a cache.
   */
  sealed interface Consent permits OnApproval, ConsentToScript, WaiveCheck, OnSignOff {}

  /**
   * May be decided late, in whatever state the incident is by then, unless it was reopened: it only
   * stops or records something, or it names what was looked at. Any other command that waited
   * counts only in the state in which it was given.
   */
  sealed interface InAnyState
      permits ConfirmItem,
          SkipItem,
          Pause,
          StopAfterStep,
          StopJob,
          Cancel,
          PostAgain,
          ChangeDeclaration,
          DraftPostMortem,
          TickDrillItem {}

  /**
   * Counts only in the state that was seen, whether it waited or not: in a later one of the same
   * kind it would mean something else.
   */
  sealed interface InThatState
      permits OnApproval,
          Resume,
          RetryStep,
          MarkStepDone,
          SkipStep,
          ConsentToScript,
          PrepareRestore,
          TakeOverLock,
          StartNextMethod,
          MakeNewPlan,
          EndPropagation,
          ReopenVerification,
          Close,
          Reopen,
          ProposalCommand.OnProposal {}

  /** Names what was seen, or repeats what is wanted until it is done: nothing else can be meant. */
  sealed interface NamesWhatWasSeen permits ChangeDeclaration, PostAgain {}

  record Declare(Instant at, Actor by, IncidentId id, Runbook runbook, Declaration declaration)
      implements Command {}

  /** Results of opening the incident's channel; the bot is the actor. */
  sealed interface OnChannel extends Command {}

  record ChannelOpened(Instant at, Actor by, Channel channel) implements OnChannel {}

  /**
   * The incident gets no channel of its own.
   *
   * @param fallback the channel that is used instead
   */
  record ChannelRefused(Instant at, Actor by, String why, Channel fallback) implements OnChannel {}

  sealed interface OnChecklist extends Command {
    /** Id of the checklist item. */
    String item();
  }

  record ConfirmItem(Instant at, Actor by, String item, String evidence)
      implements OnChecklist, InAnyState {}

  record SkipItem(Instant at, Actor by, String item, String reason)
      implements OnChecklist, InAnyState {}

  /** Starts the bot's task again. */
  record RetryItem(Instant at, Actor by, String item) implements OnChecklist {}

  sealed interface OnPlan extends Command {}

  record ChangeMethod(Instant at, Actor by, String method) implements OnPlan {}

  /** Reads the provider again and makes a new plan. */
  record SurveyAgain(Instant at, Actor by) implements OnPlan {}

  /**
   * Chooses another version for a step.
   *
   * @param reason needed when something speaks against that version; may be empty otherwise
   * @param wholeRelease the other steps get the versions that were released with it
   */
  record ChangeTarget(
      Instant at,
      Actor by,
      String planHash,
      String step,
      String version,
      String reason,
      boolean wholeRelease)
      implements OnPlan {}

  /**
   * Chooses the values of a job's inputs.
   *
   * @param values by the inputs' ids
   */
  record ChooseInputs(
      Instant at, Actor by, String planHash, String step, Map<String, String> values)
      implements OnPlan {
    public ChooseInputs {
      values = SortedCopy.of(values);
    }
  }

  /** Goes on without a service that has no target. */
  record LeaveOutStep(Instant at, Actor by, String planHash, String step, String reason)
      implements OnPlan {}

  sealed interface OnApproval extends Command, Consent, InThatState {
    /** Hash of the plan that the person saw. */
    String planHash();
  }

  record Approve(Instant at, Actor by, String planHash) implements OnApproval {}

  /** Starts the rollback without approval by a second person. */
  record BreakGlass(Instant at, Actor by, String planHash, String reason) implements OnApproval {}

  sealed interface OnSteps extends Command {}

  /** Pauses before the next step. */
  record Pause(Instant at, Actor by) implements OnSteps, InAnyState {}

  record Resume(Instant at, Actor by) implements OnSteps, InThatState {}

  /** Blocks the rollback after the current step; a person decides how it continues. */
  record StopAfterStep(Instant at, Actor by) implements OnSteps, InAnyState {}

  /**
   * Starts the step again.
   *
   * @param attempt the attempt that the person saw; 0: it had not begun
   */
  record RetryStep(Instant at, Actor by, String step, int attempt)
      implements OnSteps, InThatState {}

  record MarkStepDone(Instant at, Actor by, String step, String evidence)
      implements OnSteps, InThatState {}

  record SkipStep(Instant at, Actor by, String step, String reason)
      implements OnSteps, InThatState {}

  /**
   * Asks for a database to be restored to before a script: it is read first, and somebody else
   * consents.
   *
   * @param bookmark as the person saw it
   */
  record PrepareRestore(Instant at, Actor by, String bookmark, String reason)
      implements OnSteps, InThatState {}

  /**
   * Consents to the script of a step, or to the restore of a database.
   *
   * @param seen {@code DatabaseReading.fingerprint} of what the person saw
   * @param database its name, as the person typed it
   */
  record ConsentToScript(Instant at, Actor by, String step, String seen, String database)
      implements OnSteps, Consent, InThatState {}

  /**
   * Starts the waiting step although another incident holds the lock.
   *
   * @param holder label of the incident that the person saw
   */
  record TakeOverLock(Instant at, Actor by, String step, String holder, String reason)
      implements OnSteps, InThatState {}

  /**
   * Asks the provider to stop what it runs.
   *
   * @param job its id, as the person saw it
   */
  record StopJob(Instant at, Actor by, String step, String job) implements OnSteps, InAnyState {}

  /** Starts the next method of the runbook, with its own plan and its own approval. */
  record StartNextMethod(Instant at, Actor by) implements OnSteps, InThatState {}

  /** Makes a new plan for the same method, with its own approval. */
  record MakeNewPlan(Instant at, Actor by) implements OnSteps, InThatState {}

  sealed interface OnChecks extends Command {}

  record EndPropagation(Instant at, Actor by, String reason) implements OnChecks, InThatState {}

  /**
   * A person has looked, and it is well.
   *
   * @param seen {@code SignOffContent.live} of what the person saw
   */
  record ConfirmCheck(Instant at, Actor by, String seen, String check, String evidence)
      implements OnChecks {}

  /** Resets the passes in a row of every probe. */
  record RestartChecks(Instant at, Actor by) implements OnChecks {}

  /** While people sign: it is not well after all, so everything is checked again. */
  record ReopenVerification(Instant at, Actor by, String reason) implements OnChecks, InThatState {}

  /**
   * Continues without this probe or human check, as long as the same is live.
   *
   * @param seen {@code SignOffContent.live} of what the person saw
   */
  record WaiveCheck(Instant at, Actor by, String seen, String check, String reason)
      implements OnChecks, Consent {}

  /** A probe that gives no usable answer counts as failed. */
  record CountAsFailed(Instant at, Actor by, String check, String reason) implements OnChecks {}

  sealed interface OnSignOff extends Command, Consent {
    /** Fingerprint of what the person saw: {@code SignOffContent}. */
    String seen();
  }

  record SignRolledBack(Instant at, Actor by, String seen) implements OnSignOff {}

  /** The second signature, with the day of the post-mortem. */
  record SignVerified(Instant at, Actor by, String seen, LocalDate postMortem)
      implements OnSignOff {}

  sealed interface OnLifecycle extends Command {}

  /** Prepares a rollback in an incident that is only monitored. */
  record StartRollback(Instant at, Actor by) implements OnLifecycle {}

  record Cancel(Instant at, Actor by, String reason) implements OnLifecycle, InAnyState {}

  record Close(Instant at, Actor by, CloseReason closeReason, String note)
      implements OnLifecycle, InThatState {}

  record Reopen(Instant at, Actor by, String reason) implements OnLifecycle, InThatState {}

  record DraftPostMortem(Instant at, Actor by) implements OnLifecycle, InAnyState {}

  /** Tries again what did not reach stakeholders. */
  record PostAgain(Instant at, Actor by) implements OnLifecycle, InAnyState, NamesWhatWasSeen {}

  /**
   * Changes the severity, the impact, the lead, the description or when the fault began.
   *
   * @param seen {@link Declaration#fingerprint} of what the person saw
   */
  record ChangeDeclaration(
      Instant at, Actor by, String seen, DeclarationChange change, String reason)
      implements OnLifecycle, InAnyState, NamesWhatWasSeen {}

  /**
   * Says that an item of the drill's checklist was done, which the bot does not see.
   *
   * @param item its place in the list, from 0
   */
  record TickDrillItem(Instant at, Actor by, int item, String reason)
      implements Command, InAnyState {}

  /** Results of effects, jobs, probes and timers; the bot is the actor. */
  sealed interface ExternalInput extends Command {}

  /**
   * A job ended.
   *
   * @param rollbackHistory of the services that a survey or a reading is about
   */
  record JobFinished(
      Instant at, Actor by, String job, Outcome outcome, RollbackHistory rollbackHistory)
      implements ExternalInput {}

  /**
   * Tells a drill that an incident of the same runbook is declared.
   *
   * @param incident its number
   * @param environment where that is
   */
  record InterruptDrill(Instant at, Actor by, int incident, String environment)
      implements ExternalInput {}

  /**
   * A job has printed something.
   *
   * @param output its last lines
   * @param forThread lines that people were not shown before; empty: none now
   */
  record JobOutput(Instant at, Actor by, String job, String output, Optional<String> forThread)
      implements ExternalInput {}

  /** A job goes on only when a person acts at its provider. */
  record JobWaits(Instant at, Actor by, String job, String text, Optional<String> link)
      implements ExternalInput {}

  /** What a job runs does not wait for a person, by its provider's own word. */
  record JobWaitOver(Instant at, Actor by, String job) implements ExternalInput {}

  /** About the lock of a provider's resource, which one incident at a time may change. */
  sealed interface OnLock extends ExternalInput {}

  /** That job may not begin. */
  record LockRefused(Instant at, Actor by, String job, LockHolder holder) implements OnLock {}

  /** That job may begin. */
  record LockGranted(Instant at, Actor by, String job) implements OnLock {}

  /**
   * A person of another incident takes the lock over from this one.
   *
   * @param lock the key of the resource that was found held
   * @param needed the keys of all that its step needs, with that one
   * @param claimant number of that incident
   * @param person the bot's id: that incident is private
   * @param reason empty: that incident is private
   */
  record LockClaimed(
      Instant at,
      Actor by,
      String lock,
      Set<String> needed,
      int claimant,
      String person,
      String reason)
      implements OnLock {
    public LockClaimed {
      needed = SortedCopy.of(needed);
    }
  }

  /** {@code began}: when the first of them was sent. */
  record ProbesMeasured(Instant at, Actor by, List<ProbeResult> results, Instant began)
      implements ExternalInput {
    public ProbesMeasured {
      results = List.copyOf(results);
    }
  }

  record TimerFired(Instant at, Actor by, Effect.Timer timer) implements ExternalInput {}

  /** A live message was posted for the first time. */
  record LiveMessagePosted(Instant at, Actor by, Effect.LiveMessage message)
      implements ExternalInput {}

  /**
   * Slack refused an effect.
   *
   * @param what the effect, in a few words
   * @param undelivered if it was a post to stakeholders
   * @param remedy what somebody can do about it, in a sentence; empty: nothing is known to help
   * @param blocked the channel of the incident, if nothing is posted there until that was done
   * @param message if it was a live message
   */
  record DeliveryFailed(
      Instant at,
      Actor by,
      String what,
      String why,
      Optional<UndeliveredPost> undelivered,
      Optional<String> remedy,
      Optional<Effect.Destination> blocked,
      Optional<Effect.LiveMessage> message)
      implements ExternalInput {
    public DeliveryFailed(
        Instant at, Actor by, String what, String why, Optional<UndeliveredPost> undelivered) {
      this(at, by, what, why, undelivered, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /** A post has reached stakeholders who had missed one. */
  record StakeholderPostDelivered(Instant at, Actor by, String channel) implements ExternalInput {}
}
