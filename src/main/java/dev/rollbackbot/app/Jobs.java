package dev.rollbackbot.app;

import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.Invocation;
import java.util.List;
import java.util.Optional;

/**
 * What is known of each job, so that it survives its worker; filled by {@link
 * IncidentStore.UnitOfWork#addJob}. Every change is committed on return; throws {@link
 * IncidentStore.StoreUnavailable}.
 */
public interface Jobs {
  /** The job of that id. */
  Optional<StoredJob> find(String job);

  /** The ids of those that are not finished. */
  List<String> unfinished();

  /**
   * Takes the job over from whoever made the attempt that was seen.
   *
   * @return the number of the new attempt; empty: somebody else was faster, or it is finished
   */
  Optional<Integer> beginAttempt(String job, int seen);

  /** Whether that attempt is still the newest and the job is not finished. */
  boolean isCurrentAttempt(String job, int attempt);

  /** Notes its end, if that attempt is still the newest. */
  void finish(String job, int attempt);

  /**
   * One job.
   *
   * @param attempt how many times it was begun
   */
  record StoredJob(
      String id, IncidentId incident, Invocation invocation, JobPhase jobPhase, int attempt) {}

  /** How far a job is. */
  enum JobPhase {
    NEW,
    /** Begun, and nothing is known of its end. */
    STARTED,
    /** The incident was told. */
    FINISHED
  }
}
