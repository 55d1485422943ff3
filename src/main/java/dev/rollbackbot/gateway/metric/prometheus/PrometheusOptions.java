package dev.rollbackbot.gateway.metric.prometheus;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.text.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Address, credential and limits. Contains no secret in {@link #toString}.
 *
 * @param url of the server with its path prefix, without a slash at its end
 * @param tenant for servers that hold the data of several
 * @param within for a whole call, from the connection to the last byte
 */
public record PrometheusOptions(
    URI url,
    Optional<PrometheusCredential> credential,
    Optional<String> tenant,
    Duration within,
    InboundLimits limits) {
  private static final String URL = "PROMETHEUS_URL";
  private static final String TOKEN = "PROMETHEUS_TOKEN";
  private static final String USER = "PROMETHEUS_USER";
  private static final String PASSWORD = "PROMETHEUS_PASSWORD";
  private static final String TENANT = "PROMETHEUS_TENANT";
  private static final Duration WITHIN = Duration.ofSeconds(10);

  public sealed interface PrometheusCredential {}

  public record BearerToken(Secret secret) implements PrometheusCredential {}

  public record Password(String user, Secret secret) implements PrometheusCredential {}

  /**
   * Empty: there is no Prometheus.
   *
   * @param secret reads a secret setting, also from its file
   * @throws IllegalArgumentException with a sentence for the operator, without a secret
   */
  public static Optional<PrometheusOptions> of(
      Map<String, String> settings,
      Function<String, Optional<Secret>> secret,
      InboundLimits limits) {
    Optional<Secret> token = secret.apply(TOKEN);
    Optional<Secret> password = secret.apply(PASSWORD);
    Optional<String> user = setting(settings, USER);
    Optional<String> url = setting(settings, URL);
    if (url.isEmpty()) {
      if (token.isPresent() || password.isPresent() || user.isPresent()) {
        throw new IllegalArgumentException(
            "%s is not set, and a credential for it is: set it, or leave the credential out."
                .formatted(URL));
      }
      return Optional.empty();
    }
    if (user.isPresent() != password.isPresent()) {
      throw new IllegalArgumentException(
          "%s and %s belong together: set both, or neither.".formatted(USER, PASSWORD));
    }
    if (token.isPresent() && password.isPresent()) {
      throw new IllegalArgumentException(
          "%s and %s are both set: leave one of them out.".formatted(TOKEN, PASSWORD));
    }
    Optional<PrometheusCredential> bearer = token.map(BearerToken::new);
    Optional<PrometheusCredential> basic = password.map(p -> new Password(user.orElseThrow(), p));
    URI address = address(url.get());
    Optional<PrometheusCredential> credential = bearer.or(() -> basic);
    if (credential.isPresent()
        && address.getScheme().equals("http")
        && !HttpAddress.isLoopback(address)) {
      throw new IllegalArgumentException(
          "%s begins with http://, which would show the credential to the network: use https://."
              .formatted(URL));
    }
    return Optional.of(
        new PrometheusOptions(address, credential, setting(settings, TENANT), WITHIN, limits));
  }

  private static URI address(String url) {
    return HttpAddress.parse(HttpAddress.withoutTrailingSlash(url))
        .filter(u -> u.getRawQuery() == null && u.getRawFragment() == null)
        .filter(u -> u.getRawUserInfo() == null)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s is an address such as https://prometheus.example.com/prometheus, without a"
                        .formatted(URL)
                    + " user in it."));
  }

  private static Optional<String> setting(Map<String, String> settings, String name) {
    return Optional.ofNullable(settings.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  @Override
  public String toString() {
    return "PrometheusOptions[" + url + "]";
  }
}
