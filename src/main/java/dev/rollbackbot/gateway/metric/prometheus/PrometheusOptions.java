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
 * @param api what kind of server it is
 * @param url of the server with its path prefix, without a slash at its end
 * @param tenant for servers that hold the data of several
 * @param within for a whole call, from the connection to the last byte
 */
public record PrometheusOptions(
    QueryApi api,
    URI url,
    Optional<PrometheusCredential> credential,
    Optional<String> tenant,
    Duration within,
    InboundLimits limits) {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  public sealed interface PrometheusCredential {}

  public record BearerToken(Secret secret) implements PrometheusCredential {}

  public record Password(String user, Secret secret) implements PrometheusCredential {}

  /**
   * Empty: there is no such server.
   *
   * @param api whose settings they are: they begin with its name
   * @param secret reads a secret setting, also from its file
   * @throws IllegalArgumentException with a sentence for the operator, without a secret
   */
  public static Optional<PrometheusOptions> of(
      QueryApi api,
      Map<String, String> settings,
      Function<String, Optional<Secret>> secret,
      InboundLimits limits) {
    String urlSetting = api + "_URL";
    String tokenSetting = api + "_TOKEN";
    String userSetting = api + "_USER";
    String passwordSetting = api + "_PASSWORD";
    Optional<Secret> token = secret.apply(tokenSetting);
    Optional<Secret> password = secret.apply(passwordSetting);
    Optional<String> user = setting(settings, userSetting);
    Optional<String> url = setting(settings, urlSetting);
    if (url.isEmpty()) {
      if (token.isPresent() || password.isPresent() || user.isPresent()) {
        throw new IllegalArgumentException(
            "%s is not set, and a credential for it is: set it, or leave the credential out."
                .formatted(urlSetting));
      }
      return Optional.empty();
    }
    if (user.isPresent() != password.isPresent()) {
      throw new IllegalArgumentException(
          "%s and %s belong together: set both, or neither."
              .formatted(userSetting, passwordSetting));
    }
    if (token.isPresent() && password.isPresent()) {
      throw new IllegalArgumentException(
          "%s and %s are both set: leave one of them out."
              .formatted(tokenSetting, passwordSetting));
    }
    Optional<PrometheusCredential> bearer = token.map(BearerToken::new);
    Optional<PrometheusCredential> basic = password.map(p -> new Password(user.orElseThrow(), p));
    URI address = address(urlSetting, url.get());
    Optional<PrometheusCredential> credential = bearer.or(() -> basic);
    if (credential.isPresent()
        && address.getScheme().equals("http")
        && !HttpAddress.isLoopback(address)) {
      throw new IllegalArgumentException(
          "%s begins with http://, which would show the credential to the network: use https://."
              .formatted(urlSetting));
    }
    return Optional.of(
        new PrometheusOptions(
            api, address, credential, setting(settings, api + "_TENANT"), WITHIN, limits));
  }

  private static URI address(String setting, String url) {
    return HttpAddress.parse(HttpAddress.withoutTrailingSlash(url))
        .filter(u -> u.getRawQuery() == null && u.getRawFragment() == null)
        .filter(u -> u.getRawUserInfo() == null)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s is an address such as https://prometheus.example.com/prometheus, without a"
                        .formatted(setting)
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
