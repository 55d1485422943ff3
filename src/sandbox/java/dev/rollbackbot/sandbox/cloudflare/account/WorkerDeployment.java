package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;
import java.util.List;

/**
 * One or two versions made live together.
 *
 * @param id UUID
 * @param source where it came from, in the provider's words: {@code wrangler}, {@code api}
 * @param shares their percentages add up to 100
 */
public record WorkerDeployment(
    String id,
    Instant createdOn,
    String source,
    String author,
    String message,
    List<TrafficShare> shares) {

  public record TrafficShare(String versionId, double percentage) {}

  public WorkerDeployment {
    shares = List.copyOf(shares);
  }
}
