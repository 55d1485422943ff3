package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The result of a job. It is a success only if that was verified. */
public sealed interface Outcome {
  /**
   * Verified success.
   *
   * @param took from the start of the job to its end
   */
  record Succeeded(Finding finding, Duration took) implements Outcome {}

  /**
   * Verified failure.
   *
   * @param code the provider's error code, or ours in lower case with dashes
   * @param text what is known, in one or two sentences, without secrets
   * @param live what is live now; empty: not read
   * @param changedSecrets the provider refused it because the values of these secrets changed since
   *     the target was made; empty: not for that reason
   */
  record Failed(
      FailureKind kind,
      String code,
      String text,
      Optional<Deployment> live,
      Optional<List<String>> changedSecrets)
      implements Outcome {
    public Failed {
      changedSecrets = changedSecrets.map(List::copyOf);
    }

    public Failed(FailureKind kind, String code, String text, Optional<Deployment> live) {
      this(kind, code, text, live, Optional.empty());
    }
  }

  /**
   * Whether it took effect is unknown; it must be reconciled before another attempt.
   *
   * @param text what is known, in one or two sentences, without secrets
   */
  record Unknown(String text) implements Outcome {}

  enum FailureKind {
    /** The provider rejected it. */
    REFUSED,
    /** What is live is neither what the plan expected nor the target. */
    CHANGED,
    /** The provider was not asked for a change, because it was not reached or not readable. */
    UNREACHABLE,
    /** Reconciled: what the plan expected is live, so it is not in effect. */
    NOT_DONE,
    /** It ran, and ended in failure or was stopped: it may have changed a part. */
    RUN_FAILED,
    /** It ran and ended well, and nobody could measure whether it has its effect. */
    NOT_CONFIRMED,
    /** The provider carried it out in part, or it was live for a time: something else is live. */
    PARTLY_DONE;

    /** A run whose end was seen. */
    public boolean ran() {
      return this == RUN_FAILED || this == NOT_CONFIRMED;
    }
  }

  sealed interface Finding {}

  /**
   * The services that could be read, and why others could not.
   *
   * @param unreadable for each service that could not be read its id and why, in one sentence;
   *     empty: every one could be read
   * @param commits by the id of the step for which they were read
   */
  record Surveyed(
      List<ServiceDeployments> services,
      Optional<Map<String, String>> unreadable,
      Map<String, CommitHistory> commits)
      implements Finding {
    public Surveyed {
      services = List.copyOf(services);
      unreadable = unreadable.filter(u -> !u.isEmpty()).map(SortedCopy::of);
      commits = SortedCopy.of(commits);
    }

    public Surveyed(List<ServiceDeployments> services, Optional<Map<String, String>> unreadable) {
      this(services, unreadable, Map.of());
    }

    /** Every service could be read. */
    public Surveyed(List<ServiceDeployments> services) {
      this(services, Optional.empty());
    }
  }

  /** What is live, for each of the services that were asked for. */
  record LiveRead(List<LiveReading> readings) implements Finding {
    public LiveRead {
      readings = List.copyOf(readings);
    }
  }

  /** Of a database, before a script. */
  record DatabaseRead(DatabaseReading reading) implements Finding {}

  /** Logs are stored under the job's id; {@code lines} is their number. */
  record LogsCaptured(String filename, int lines) implements Finding {}

  /**
   * The target is live: read back from the provider.
   *
   * @param already true: it was live before, nothing was changed
   * @param followed whether the change was asked for and read back by the same job, so that the
   *     time that it took is known; otherwise that is the time of finding out
   */
  record RolledBack(Deployment live, boolean already, boolean followed) implements Finding {
    public RolledBack(Deployment live, boolean already) {
      this(live, already, true);
    }
  }

  /**
   * A job ran and ended well, by the provider's own word.
   *
   * @param text how it ended, in a few words
   * @param followed whether both its start and its end were seen, so that the time between them is
   *     how long it took
   */
  record JobSucceeded(String text, boolean followed) implements Finding {
    public JobSucceeded(String text) {
      this(text, true);
    }
  }
}
