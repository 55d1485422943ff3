package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.incident.database.DatabaseConsent;
import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.database.RestorePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A step of a rollback and its status.
 *
 * @param attempts how often it was started or handed over
 * @param begun when its last attempt by the bot began; empty: there was none
 * @param ran whether an attempt has ended after it ran, in whole or in part, or nobody knows
 *     whether it ran; of one that made a version live only if that ended otherwise
 * @param ended when the last of those attempts was over; empty: there was none, or the end of one
 *     was never seen, which the end of another doesn't tell
 * @param wasUnknown whether it was unknown for a time what became of an attempt
 * @param waits for a person who acts at the provider, as last read; empty: for nobody
 * @param consent to the script that it carries out on a database; empty: nobody has consented
 * @param restorable to what its database can be restored: as it was before the last attempt that
 *     was sent; empty: none was, or the provider can't
 */
public record StepRun(
    PlannedStep step,
    int attempts,
    StepStatus status,
    Optional<Instant> begun,
    boolean ran,
    Optional<Instant> ended,
    boolean wasUnknown,
    Optional<ProviderWait> waits,
    Optional<DatabaseConsent> consent,
    Optional<RestorePoint> restorable) {
  public sealed interface StepStatus {}

  /**
   * What its job runs goes on only when a person acts at the provider.
   *
   * @param since when the bot first read that
   * @param text for what it waits, in one or two sentences
   * @param link where the person acts; empty: the provider has no page for it
   */
  public record ProviderWait(Instant since, String text, Optional<String> link) {
    /** Whether it is the same wait. */
    public boolean isFor(String other, Optional<String> otherLink) {
      return text.equals(other) && link.equals(otherLink);
    }
  }

  /** The rollback continues with the next step. */
  public sealed interface SettledStatus extends StepStatus {
    Instant at();
  }

  public record Waiting() implements StepStatus {}

  /**
   * The bot's job is under way.
   *
   * @param output the last lines that it printed; empty: none so far
   * @param stopBy who asked to stop the job
   */
  public record Running(Instant since, String job, Optional<String> output, Optional<String> stopBy)
      implements StepStatus {
    public Running(Instant since, String job) {
      this(since, job, Optional.empty(), Optional.empty());
    }
  }

  /** That job has not begun: another incident holds the lock of the provider's resource. */
  public record WaitingForLock(Instant since, String job, LockHolder holder)
      implements StepStatus {}

  /** That job reads its database; nothing is changed before somebody has consented. */
  public record ReadingDatabase(Instant since, String job) implements StepStatus {}

  /** Somebody who is not involved is asked to consent to the script on its database. */
  public record AwaitingConsent(Instant since, DatabaseReading reading) implements StepStatus {}

  /** A person is asked to do it. */
  public record HandedOver(Instant since) implements StepStatus {}

  /**
   * The target is live, as read from the provider.
   *
   * @param took empty: nobody saw how long the change took
   */
  public record TargetLive(Instant at, Deployment live, MadeLive made, Optional<Duration> took)
      implements SettledStatus {
    /** Whether the last attempt found it live. */
    public boolean alreadyLive() {
      return made != MadeLive.BY_THIS_ATTEMPT;
    }

    /** When that was; empty: others did it. */
    public Optional<Instant> changedAt() {
      return switch (made) {
        case BY_THIS_ATTEMPT -> Optional.of(at);
        case PERHAPS_BY_EARLIER -> live.at().filter(at::isAfter).or(() -> Optional.of(at));
        case BY_OTHERS -> Optional.empty();
      };
    }

    /** Whether this incident has made it live, or may have. */
    public boolean perhapsByIncident() {
      return made != MadeLive.BY_OTHERS;
    }
  }

  /** Who made a target live. */
  public enum MadeLive {
    BY_THIS_ATTEMPT,
    /** The last attempt found it live, and an earlier one of the incident may have done it. */
    PERHAPS_BY_EARLIER,
    BY_OTHERS
  }

  /**
   * What a provider ran has ended well, or it was so already and nothing was run.
   *
   * @param text how it ended
   * @param took empty: it was found after it had ended, and the time that it took is not known
   */
  public record JobDone(Instant at, String text, Optional<Duration> took)
      implements SettledStatus {}

  public record DoneByHand(Instant at, String by, String evidence) implements SettledStatus {}

  public record SkippedByPerson(Instant at, String by, String reason) implements SettledStatus {}

  /** A person left it out of the plan before the approval. */
  public record LeftOut(Instant at, String by, String reason) implements SettledStatus {}

  /** {@code changedSecrets} as in {@link Outcome.Failed}. */
  public record AttemptFailed(
      Instant at,
      Outcome.FailureKind kind,
      String code,
      String text,
      Optional<Deployment> live,
      Optional<List<String>> changedSecrets)
      implements StepStatus {
    public AttemptFailed {
      changedSecrets = changedSecrets.map(List::copyOf);
    }
  }

  /**
   * Whether the attempt took effect is not known.
   *
   * @param reconcileJob that job asks the provider for the outcome; empty: the provider does not
   *     know
   * @param job that made the attempt; empty: it was not recorded
   * @param searchEndedBy who asked that the provider is not asked any more
   */
  public record OutcomeUnknown(
      Instant at,
      String text,
      Optional<String> reconcileJob,
      Optional<String> job,
      Optional<String> searchEndedBy)
      implements StepStatus {}

  /** What it waited for is over. */
  public StepRun withStatus(StepStatus next) {
    return new StepRun(
        step, attempts, next, begun, ran, ended, wasUnknown, Optional.empty(), consent, restorable);
  }

  public StepRun withNextAttempt(StepStatus next) {
    return new StepRun(
        step,
        attempts + 1,
        next,
        begun,
        ran,
        ended,
        wasUnknown,
        Optional.empty(),
        consent,
        restorable);
  }

  /** What its job runs, as it was just read. */
  public StepRun withWait(Optional<ProviderWait> next) {
    return new StepRun(
        step, attempts, status, begun, ran, ended, wasUnknown, next, consent, restorable);
  }

  /** Its job was asked for. */
  public StepRun withStart(Instant at, String job) {
    Running running = new Running(at, job);
    return new StepRun(
        step,
        attempts + 1,
        running,
        Optional.of(at),
        ran,
        ended,
        wasUnknown,
        Optional.empty(),
        consent,
        restorable);
  }

  /** The same step, as it was before a wait for the lock. */
  public StepRun withoutWait() {
    return status instanceof WaitingForLock ? heldBack() : this;
  }

  /**
   * The same step, as it was before its job was asked for, which has not begun. What was consented
   * to has been read too early then.
   */
  public StepRun heldBack() {
    return new StepRun(
        step,
        attempts - 1,
        new Waiting(),
        begun,
        ran,
        ended,
        wasUnknown,
        waits,
        Optional.empty(),
        restorable);
  }

  /** An attempt has ended after it ran, at that time, or nobody knows either. */
  public StepRun withRun(Optional<Instant> at) {
    boolean unseen = ran && ended.isEmpty();
    return new StepRun(
        step,
        attempts,
        status,
        begun,
        true,
        unseen ? Optional.empty() : at,
        wasUnknown,
        waits,
        consent,
        restorable);
  }

  /** {@code next}: empty: what was consented to does not count any more. */
  public StepRun withConsent(Optional<DatabaseConsent> next) {
    return new StepRun(
        step, attempts, status, begun, ran, ended, wasUnknown, waits, next, restorable);
  }

  /** Its script is sent next; that stays known, whatever comes after. */
  public StepRun withRestorable(Optional<RestorePoint> point) {
    return new StepRun(
        step,
        attempts,
        status,
        begun,
        ran,
        ended,
        wasUnknown,
        waits,
        consent,
        point.or(() -> restorable));
  }

  /** The same if its database was restored to before its script. */
  StepRun withRestored(RestorePoint to, Instant at) {
    return restorable.filter(own -> own.isUndoneBy(to)).isPresent()
        ? withRestorable(restorable.map(own -> own.restoredAt(at)))
        : this;
  }

  /** Whether its script may have changed something, and its database was restored since. */
  public boolean isRestored() {
    return ran && restorable.flatMap(RestorePoint::restored).isPresent();
  }

  /** A person is asked for it, and can settle it while the others go on. */
  public boolean asksPerson() {
    return status instanceof HandedOver || status instanceof AwaitingConsent;
  }

  /** Its job has ended well, in this attempt or before one that found nothing left to do. */
  public boolean doneByJob() {
    return status instanceof JobDone && ran;
  }

  /** Whether an attempt of its job may run on: nobody has seen its end, or ever will. */
  public boolean endUnseen() {
    return step.job().isPresent() && ran && ended.isEmpty();
  }

  /** What became of its last attempt is not known. */
  public StepRun withUnknown(OutcomeUnknown unknown) {
    return new StepRun(
        step, attempts, unknown, begun, ran, ended, true, Optional.empty(), consent, restorable);
  }

  /** Whether an attempt that has not ended well has changed something, or may have. */
  public boolean mayHaveRun() {
    return ran
        || (step.job().isPresent()
            && (status instanceof Running || status instanceof OutcomeUnknown));
  }

  /** Whether what it started may run now: nobody could tell whether it has ended. */
  public boolean mayStillRun() {
    return status instanceof OutcomeUnknown
        && (step.job().isPresent()
            || step.change().filter(c -> c.service().service().kind().startsRun()).isPresent());
  }

  /** That made its last attempt; empty: it was none of the bot's, or was not recorded. */
  public Optional<String> lastJob() {
    return switch (status) {
      case Running running -> Optional.of(running.job());
      case OutcomeUnknown unknown -> unknown.job();
      case Waiting _,
          WaitingForLock _,
          HandedOver _,
          ReadingDatabase _,
          AwaitingConsent _,
          AttemptFailed _,
          SettledStatus _ ->
          Optional.empty();
    };
  }

  public boolean settled() {
    return status instanceof SettledStatus;
  }

  /** It will end by itself, or a person was asked to do it. */
  public boolean underWay() {
    return status instanceof Running
        || status instanceof WaitingForLock
        || status instanceof HandedOver
        || status instanceof ReadingDatabase
        || status instanceof AwaitingConsent;
  }

  /** It was attempted, and is neither done nor under way. */
  public boolean undecided() {
    return status instanceof AttemptFailed || status instanceof OutcomeUnknown;
  }

  /** The provider is being asked what became of it. */
  public boolean reconciling() {
    return status instanceof OutcomeUnknown unknown && unknown.reconcileJob().isPresent();
  }

  /** Its job was started, or the provider is being asked what became of it. */
  public boolean mayBeChanging() {
    return status instanceof Running || reconciling();
  }
}
