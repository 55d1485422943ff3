package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;

/** How one kind of service is read and rolled back. */
interface ServiceApi {
  /** So many earlier deployments are enough to choose from. */
  int MOST_EARLIER = 20;

  /** What is live and what was before. */
  ServiceDeployments survey(ServiceRef service, RateLimitBudget budget)
      throws CloudflareReadException;

  /**
   * What is live.
   *
   * @param known versions whose labels need not be asked for
   */
  Deployment live(String resource, List<Version> known, RateLimitBudget budget)
      throws CloudflareReadException;

  /** Asks for that version to be put live, once. Never repeats itself. */
  CloudflareResponse put(String resource, Version target, String message, LeaseCheck leaseCheck)
      throws CloudflareReadException;
}
