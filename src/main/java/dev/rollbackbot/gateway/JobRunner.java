package dev.rollbackbot.gateway;

import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import java.util.List;
import java.util.Optional;

/**
 * Runs jobs at one provider: input and output only. What follows from an answer is decided in
 * {@link ProviderJobs}.
 */
public interface JobRunner {
  /**
   * Starts the job, once and without retries.
   *
   * @param correlation stored before this call; {@link #find} finds the run by it
   * @param leaseCheck called immediately before the request that starts it
   */
  JobStart start(ProviderJob job, String correlation, LeaseCheck leaseCheck);

  /** The run that was started with that correlation id. Changes nothing. */
  JobStart find(ProviderJob job, String correlation);

  JobState state(ProviderJob job, String runId);

  /**
   * The end of what it printed so far, in whole lines (see {@link PrintedText}): of a run that goes
   * on up to its last line break. May be empty.
   */
  String output(ProviderJob job, String runId);

  /** What its jobs are given and must not be shown, whatever it looks like. */
  default List<String> secrets() {
    return List.of();
  }

  /** Why it would not be started, as far as that is known without starting it; empty: it would. */
  default Optional<String> refusalOf(ProviderJob job) {
    return Optional.empty();
  }

  /** Deletes what the bot itself keeps of a run that has ended. */
  default void forget(String runId) {}

  /** Asks for the run to be stopped; whether it was follows from {@link #state}. */
  StopAnswer stop(ProviderJob job, String runId);

  /** What became of a start. */
  sealed interface JobStart {}

  /** It was started; the id finds it again at the provider. */
  record Started(String runId) implements JobStart {}

  /**
   * It was not started, for sure.
   *
   * @param text why, in one or two sentences, without secrets
   */
  record NotStarted(FailureKind kind, String code, String text) implements JobStart {}

  /**
   * Whether it was started can't be told now.
   *
   * @param text what is known, in one or two sentences, without secrets
   */
  record PerhapsStarted(String text) implements JobStart {}

  /** How a run stands. */
  sealed interface JobState {}

  /**
   * It has not ended.
   *
   * @param waits for a person who acts at the provider; empty: for nobody
   */
  record RunUnderWay(Optional<WaitsForPerson> waits) implements JobState {
    public RunUnderWay() {
      this(Optional.empty());
    }
  }

  /** It has not ended; whether it waits for a person can't be told at the moment. */
  record RunAsBefore() implements JobState {}

  /**
   * It has ended.
   *
   * @param text how, in a few words, such as exit status 0
   */
  record RunEnded(boolean success, String code, String text) implements JobState {}

  /**
   * It never began and never will, so it changed nothing.
   *
   * @param text why, in one or two sentences
   */
  record RunNotBegun(String code, String text) implements JobState {}

  /**
   * It can't be told, and will not be told later either.
   *
   * @param text why, in one or two sentences
   */
  record RunLost(String text) implements JobState {}

  /** It can't be told at the moment. */
  record RunUnreadable(String text) implements JobState {}
}
