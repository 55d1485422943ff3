package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;
import java.util.List;

/**
 * One or two versions.
 *
 * @param source {@code wrangler} or {@code api}
 * @param message may be empty
 * @param triggeredBy {@code deployment} or {@code secret}
 * @param shares percentages that add up to 100
 */
public record WorkerDeployment(
    String id,
    Instant createdOn,
    String source,
    String author,
    String message,
    String triggeredBy,
    List<VersionTraffic> shares) {
  public record VersionTraffic(String versionId, double percentage) {}

  public WorkerDeployment {
    shares = List.copyOf(shares);
  }
}
