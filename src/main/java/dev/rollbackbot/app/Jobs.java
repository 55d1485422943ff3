package dev.rollbackbot.app;

import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.Invocation;
import java.util.List;
import java.util.Optional;

/**
 * The phase of each job, which survives its worker. {@link IncidentStore.UnitOfWork#addJob} adds
 * them. Every change is committed on return; throws {@link IncidentStore.StoreUnavailable}.
 */
public interface Jobs {
  Optional<StoredJob> find(String job);

  /** The ids of the jobs that are not finished. */
  List<String> unfinished();

  /**
   * Starts the attempt after that one, which takes the job over from its worker.
   *
   * @return the new attempt's number; empty: another instance was faster, or the job is finished
   */
  Optional<Integer> beginAttempt(String job, int attempt);

  /** Whether that attempt is still the newest and the job is not finished. */
  boolean isCurrentAttempt(String job, int attempt);

  /** Marks the job as finished, if that attempt is still the newest. */
  void finish(String job, int attempt);

  /** A job and the number of its attempts so far. */
  record StoredJob(
      String id, IncidentId incident, Invocation invocation, JobPhase jobPhase, int attempt) {}

  enum JobPhase {
    NEW,
    /** Its outcome is unknown here. */
    STARTED,
    /** The outcome was reported to the incident. */
    FINISHED
  }
}
