package dev.rollbackbot.gateway.metric.analytics;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.text.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where and as whom it is asked. Contains no secret in {@link #toString}.
 *
 * @param api of Cloudflare, without a slash at its end
 * @param account its id
 * @param token with the permission Account Analytics: Read
 * @param within for a whole call, from the connection to the last byte
 */
public record WorkersAnalyticsOptions(
    URI api, String account, Secret token, Duration within, InboundLimits limits) {
  private static final String TOKEN = "CLOUDFLARE_ANALYTICS_TOKEN";
  private static final String OWN_ACCOUNT = "CLOUDFLARE_ANALYTICS_ACCOUNT_ID";
  private static final String ACCOUNT = "CLOUDFLARE_ACCOUNT_ID";
  private static final String API = "CLOUDFLARE_API_BASE_URL";
  private static final String USUAL_API = "https://api.cloudflare.com/client/v4";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Duration WITHIN = Duration.ofSeconds(10);

  /**
   * Empty: it is not asked.
   *
   * @param secret reads a secret setting, also from its file
   * @throws IllegalArgumentException with a sentence for the operator, without a secret
   */
  public static Optional<WorkersAnalyticsOptions> of(
      Map<String, String> settings,
      Function<String, Optional<Secret>> secret,
      InboundLimits limits) {
    Optional<Secret> token = secret.apply(TOKEN);
    Optional<String> own = setting(settings, OWN_ACCOUNT);
    if (token.isEmpty()) {
      if (own.isPresent()) {
        throw new IllegalArgumentException(
            "%s is set, and %s is not: set both, or neither.".formatted(OWN_ACCOUNT, TOKEN));
      }
      return Optional.empty();
    }
    String account =
        own.or(() -> setting(settings, ACCOUNT))
            .filter(id -> ID.matcher(id).matches())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "%s is set: %s, or %s for another account, must hold an account's id."
                        .formatted(TOKEN, ACCOUNT, OWN_ACCOUNT)));
    URI api =
        HttpAddress.parse(
                HttpAddress.withoutTrailingSlash(setting(settings, API).orElse(USUAL_API)))
            .filter(a -> a.getScheme().equals("https") || HttpAddress.isLoopback(a))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    API + " must begin with https://: a token is sent there."));
    return Optional.of(new WorkersAnalyticsOptions(api, account, token.get(), WITHIN, limits));
  }

  private static Optional<String> setting(Map<String, String> settings, String name) {
    return Optional.ofNullable(settings.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  @Override
  public String toString() {
    return "WorkersAnalyticsOptions[" + api + "]";
  }
}
