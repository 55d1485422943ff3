package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.text.HttpAddress;
import java.net.URI;
import java.time.Duration;

/**
 * Address, credentials and limits.
 *
 * @param baseUrl of the REST API; ends in {@code /client/v4}, no slash; http or https
 * @param accountId letters, digits, dashes and underscores
 * @param secret the API token; left out of {@link #toString}
 * @param connectTimeout for each address of the host
 * @param responseTimeout for a whole call, to its last byte
 * @param rateLimitBudget the total wait of one job for rate limits
 * @param settle between two reads of what is live, after a change
 * @param limits on responses
 */
public record CloudflareOptions(
    URI baseUrl,
    String accountId,
    Secret secret,
    Duration connectTimeout,
    Duration responseTimeout,
    Duration rateLimitBudget,
    Duration settle,
    InboundLimits limits) {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration RESPONSE = Duration.ofSeconds(10);
  private static final Duration RATE_LIMIT_BUDGET = Duration.ofSeconds(60);
  private static final Duration SETTLE = Duration.ofSeconds(1);

  public CloudflareOptions {
    if (HttpAddress.parse(baseUrl.toString()).isEmpty()) {
      throw new IllegalArgumentException(
          "the address of Cloudflare's API must begin with https:// (or http://), not " + baseUrl);
    }
    if (!PathSegments.allowed(accountId)) {
      throw new IllegalArgumentException(
          "the Cloudflare account id may hold letters, digits, dashes and underscores only");
    }
    String token = secret.value();
    if (token.isBlank() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "the Cloudflare token is empty or holds characters that no token has");
    }
  }

  /** With the default timeouts. */
  public static CloudflareOptions of(
      URI baseUrl, String accountId, Secret token, InboundLimits limits) {
    return new CloudflareOptions(
        baseUrl, accountId, token, CONNECT, RESPONSE, RATE_LIMIT_BUDGET, SETTLE, limits);
  }

  /** The current one: it may be rotated. */
  String token() {
    return secret.value();
  }

  @Override
  public String toString() {
    return "CloudflareOptions[" + baseUrl + ", account " + accountId + "]";
  }
}
