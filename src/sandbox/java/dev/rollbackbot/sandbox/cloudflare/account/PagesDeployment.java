package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;

/**
 * A deployment of a Pages project.
 *
 * @param id UUID; its first eight characters are the short id
 * @param stage {@code deploy} once deployed
 * @param stageStatus {@code active}, {@code success} or {@code failure}
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

  /** The same in the same stage with another status. */
  PagesDeployment inStage(String status) {
    return new PagesDeployment(
        id, createdOn, environment, branch, author, message, stage, status, build);
  }

  /** Previews and failed builds never ran in production. */
  public boolean eligibleForRollback() {
    return environment.equals("production")
        && stage.equals("deploy")
        && stageStatus.equals("success");
  }
}
