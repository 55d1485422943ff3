package dev.rollbackbot.gateway;

import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads and rolls back one kind of service of one provider: input and output only. What to do with
 * an answer is decided in {@link CompareAndRollback}.
 */
public interface ServiceApi {
  /**
   * The planner chooses among as many, because it may know the newest ones to be bad. It is
   * exceeded by one if only a deployment beyond it leads away from what is live.
   */
  int MAX_EARLIER = 100;

  /** The provider's name for people. */
  String provider();

  /** The live deployment and earlier ones, newest first. */
  ServiceDeployments survey(ServiceRef service, RateLimitBudget budget)
      throws ProviderReadException;

  /** The live deployment. {@code known} are versions that need not be read. */
  Deployment live(String resource, List<Version> known, RateLimitBudget budget)
      throws ProviderReadException;

  /** Deployments that the provider is carrying out. */
  List<RunningDeployment> running(String resource, RateLimitBudget budget)
      throws ProviderReadException;

  /**
   * The deployment that the job made, as the provider remembers it; empty: there is none among the
   * newest, or it can't be told.
   */
  Optional<Deployment> madeBy(RollBack job, RateLimitBudget budget) throws ProviderReadException;

  /**
   * Requests once, without retries, that the job's target be put live.
   *
   * @param force in spite of secrets that changed since it was made
   */
  CallResult put(RollBack job, boolean force, LeaseCheck leaseCheck) throws ProviderReadException;

  /**
   * How far the job's change has got, where it takes effect only by and by. Nothing that was read
   * before the change may count as its end.
   */
  default Rollout rollout(RollBack job, RateLimitBudget budget) throws ProviderReadException {
    return new Rollout.None();
  }

  /**
   * How long a rollout may take before its outcome is unknown, besides the time in which the
   * provider says that it waits for a person.
   */
  default Duration rolloutLimit() {
    return Duration.ZERO;
  }

  /** How long a rollout may wait for a person before its outcome is unknown. */
  default Duration waitLimit() {
    return Duration.ZERO;
  }

  /** A change on its way to being live. */
  sealed interface Rollout {
    /** The job's change is not under way: it is live, or it was never made, or it was replaced. */
    record None() implements Rollout {}

    /**
     * Not ended yet.
     *
     * @param text how far it is, in a few words
     */
    record UnderWay(String text) implements Rollout {}

    /** By the provider's own word it goes on only when a person acts there. */
    record WaitsThere(WaitsForPerson waits) implements Rollout {}

    /**
     * Whether it has ended can't be told at the moment.
     *
     * @param text why, in one or two sentences
     */
    record Unread(String text) implements Rollout {}

    /**
     * The provider says that it does not go on by itself. It may have changed a part.
     *
     * @param text why, in one or two sentences
     */
    record Stuck(String code, String text) implements Rollout {}
  }
}
