package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;

/**
 * A deployment of a Pages project.
 *
 * @param id UUID; its first eight characters are the short id that people see
 * @param stage name of the latest stage, {@code deploy} once it is out
 * @param stageStatus {@code success} or {@code failure}
 */
public record PagesDeployment(
    String id,
    Instant createdOn,
    String environment,
    String branch,
    String author,
    String message,
    String stage,
    String stageStatus,
    BuildContents build) {

  private static final int SHORT_ID = 8;

  public String shortId() {
    return id.substring(0, SHORT_ID);
  }

  /** Previews and failed builds never ran in production, so there is nothing to return to. */
  public boolean eligibleForRollback() {
    return environment.equals("production")
        && stage.equals("deploy")
        && stageStatus.equals("success");
  }
}
