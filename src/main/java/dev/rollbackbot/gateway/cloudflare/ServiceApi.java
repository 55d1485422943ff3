package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;
import java.util.Optional;

/** Reads and rolls back one kind of service. */
interface ServiceApi {
  /**
   * The planner chooses among as many, because it may know the newest ones to be bad. It is
   * exceeded by one if only a deployment beyond it leads away from what is live.
   */
  int MAX_EARLIER = 100;

  /** The live deployment and earlier ones, newest first. */
  ServiceDeployments survey(ServiceRef service, RateLimitBudget budget)
      throws CloudflareReadException;

  /** The live deployment. {@code known} are versions that need not be read. */
  Deployment live(String resource, List<Version> known, RateLimitBudget budget)
      throws CloudflareReadException;

  /** Deployments that Cloudflare is carrying out. */
  List<RunningDeployment> running(String resource, RateLimitBudget budget)
      throws CloudflareReadException;

  /**
   * The deployment that the job made, as its message tells; empty: there is none among the newest,
   * or it can't be told.
   */
  Optional<Deployment> madeBy(RollBack job, RateLimitBudget budget) throws CloudflareReadException;

  /**
   * Requests once, without retries, that the job's target be put live.
   *
   * @param force in spite of secrets that changed since it was made
   */
  CloudflareResponse put(RollBack job, boolean force, LeaseCheck leaseCheck)
      throws CloudflareReadException;
}
