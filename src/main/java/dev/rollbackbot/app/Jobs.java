package dev.rollbackbot.app;

import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.Invocation;
import java.time.Instant;
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
   * Starts the attempt after that one, which takes the job over from its worker. The time of the
   * first is recorded.
   *
   * @return the new attempt's number; empty: another instance was faster, or the job is finished
   */
  Optional<Integer> beginAttempt(String job, int attempt, Instant now);

  /** Whether that attempt is still the newest and the job is not finished. */
  boolean isCurrentAttempt(String job, int attempt);

  /**
   * Records how the provider knows what it runs for that attempt, before it is asked about it.
   * Nothing changes if that attempt is not the newest.
   */
  void running(String job, int attempt, String runId, Instant since);

  /** Whether a person has asked to stop it. */
  boolean stopRequested(String job);

  /** Marks the job as finished, if that attempt is still the newest. */
  void finish(String job, int attempt);

  /**
   * A job and the number of its attempts so far.
   *
   * @param begun when the first of them began: no run of it is older; empty: not recorded
   * @param run what a provider runs for it; empty: not recorded
   */
  record StoredJob(
      String id,
      IncidentId incident,
      Invocation invocation,
      JobPhase jobPhase,
      int attempt,
      Optional<Instant> begun,
      Optional<StoredRun> run) {}

  /** What a provider runs, by its id there, and since when. */
  record StoredRun(String runId, Instant since) {}

  enum JobPhase {
    NEW,
    /** Its outcome is unknown here. */
    STARTED,
    /** The outcome was reported to the incident. */
    FINISHED
  }
}
