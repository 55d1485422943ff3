package dev.rollbackbot.incident.rollback;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a job ended. Nothing that is not known to have worked is a success. */
public sealed interface Outcome {
  /**
   * It worked, and that was seen.
   *
   * @param took from the start of the job to its end
   */
  record Succeeded(Finding finding, Duration took) implements Outcome {}

  /**
   * It did not, and that is known.
   *
   * @param code the provider's error code, or ours in lower case with dashes
   * @param text what is known, in one or two sentences, without secrets
   * @param live what is live now, where that was read
   */
  record Failed(FailureKind kind, String code, String text, Optional<Deployment> live)
      implements Outcome {}

  /**
   * Nobody knows. Somebody has to find out before anything is tried again.
   *
   * @param text what is known, in one or two sentences, without secrets
   */
  record Unknown(String text) implements Outcome {}

  /** Why it failed. */
  enum FailureKind {
    /** The provider said no. */
    REFUSED,
    /** Something else is live than what was planned. Nothing was changed. */
    CHANGED,
    /** The provider was not reached. Nothing was changed. */
    UNREACHABLE,
    /** The provider was asked what became of it: it was never done. */
    NOT_DONE
  }

  /** What a job found or did. */
  sealed interface Finding {}

  /** What is live and what was before. */
  record Surveyed(List<ServiceDeployments> snapshots) implements Finding {
    public Surveyed {
      snapshots = List.copyOf(snapshots);
    }
  }

  /**
   * Logs were captured and stored under the job's id.
   *
   * @param lines how many
   */
  record LogsCaptured(String filename, int lines) implements Finding {}

  /**
   * The target is live: read back from the provider.
   *
   * @param already true: it was live before, nothing was done
   */
  record RolledBack(Deployment live, boolean already) implements Finding {}
}
