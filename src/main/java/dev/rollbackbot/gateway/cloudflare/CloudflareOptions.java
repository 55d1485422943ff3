package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.text.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Address, credentials and limits.
 *
 * @param baseUrl of the REST API; ends in {@code /client/v4}, no slash; http or https
 * @param accountId letters, digits, dashes and underscores
 * @param token API token for every environment without one of its own; left out of {@link
 *     #toString}; empty: there is none
 * @param environmentTokens API tokens by environment, as {@link #environmentKey} writes it
 * @param connectTimeout for each address of the host
 * @param responseTimeout for a whole call, to its last byte
 * @param rateLimitBudget the total wait of one job for rate limits
 * @param settle between two reads of what is live, after a change
 * @param limits on responses
 * @param statusUrl the summary of Cloudflare's status page, as JSON; empty: it is not asked
 */
public record CloudflareOptions(
    URI baseUrl,
    String accountId,
    Optional<Secret> token,
    Map<String, Secret> environmentTokens,
    Duration connectTimeout,
    Duration responseTimeout,
    Duration rateLimitBudget,
    Duration settle,
    InboundLimits limits,
    Optional<URI> statusUrl) {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration RESPONSE = Duration.ofSeconds(10);

  /** After its limit Cloudflare refuses everything for five minutes. */
  private static final Duration RATE_LIMIT_BUDGET = Duration.ofSeconds(330);

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
    environmentTokens = Map.copyOf(environmentTokens);
    Stream.concat(token.stream(), environmentTokens.values().stream())
        .map(Secret::value)
        .forEach(each -> {
          if (each.isBlank() || !each.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                "the Cloudflare token is empty or holds characters that no token has");
          }
        });
  }

  /** With the default timeouts. */
  public static CloudflareOptions of(
      URI baseUrl, String accountId, Optional<Secret> token, InboundLimits limits) {
    return new CloudflareOptions(
        baseUrl,
        accountId,
        token,
        Map.of(),
        CONNECT,
        RESPONSE,
        RATE_LIMIT_BUDGET,
        SETTLE,
        limits,
        Optional.empty());
  }

  /** With the tokens of environments and the address of the status page. */
  public CloudflareOptions with(
      Optional<Secret> generalToken, Map<String, Secret> tokens, Optional<URI> statusPage) {
    return new CloudflareOptions(
        baseUrl,
        accountId,
        generalToken,
        tokens,
        connectTimeout,
        responseTimeout,
        rateLimitBudget,
        settle,
        limits,
        statusPage);
  }

  /** The settings of tokens that no such environment uses: their names may be misspelt. */
  public List<String> tokensWithoutEnvironment(Collection<String> environments) {
    List<String> known = environments.stream().map(CloudflareOptions::environmentKey).toList();
    return environmentTokens.keySet().stream()
        .filter(key -> !known.contains(key))
        .map(key -> "CLOUDFLARE_API_TOKEN_" + key)
        .sorted()
        .toList();
  }

  /** How the id of an environment ends the name of its token's setting, such as EU_STAGING. */
  public static String environmentKey(String environment) {
    return environment.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public String toString() {
    return "CloudflareOptions[" + baseUrl + ", account " + accountId + "]";
  }
}
