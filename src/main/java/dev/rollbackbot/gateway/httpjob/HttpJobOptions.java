package dev.rollbackbot.gateway.httpjob;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What hosts runbooks may call, with which secrets. Contains no secret in {@link #toString}. */
public final class HttpJobOptions {
  static final String HOSTS = "HTTP_ALLOWED_HOSTS";
  static final String SECRETS = "HTTP_SECRETS";
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:]+])(:[0-9]{1,5})?");
  private static final Pattern SECRET = Pattern.compile("([A-Z][A-Z0-9_]{0,63})@(.+)");
  private static final Pattern OWN =
      Pattern.compile("(SLACK|DATABASE|CLOUDFLARE|KUBERNETES|GITHUB|PROMETHEUS|LOKI|SQL|PROBE)_.*");
  private static final HttpJobTimings TIMINGS =
      new HttpJobTimings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofMinutes(2),
          Duration.ofSeconds(3));

  private final Set<String> hosts;

  /** By name. */
  private final Map<String, HostSecret> secrets;

  private final InboundLimits limits;
  private final HttpJobTimings timings;

  /** A secret that is sent to one host only. */
  record HostSecret(String host, Secret secret) {}

  /**
   * How long things may take.
   *
   * @param response for a whole call, to its last byte
   * @param rateLimitBudget the total wait of one start for rate limits
   * @param between two reads of how a run stands
   */
  record HttpJobTimings(
      Duration connect, Duration response, Duration rateLimitBudget, Duration between) {}

  HttpJobOptions(
      Set<String> hosts,
      Map<String, HostSecret> secrets,
      InboundLimits limits,
      HttpJobTimings timings) {
    this.hosts = new TreeSet<>(hosts);
    this.secrets = new LinkedHashMap<>(secrets);
    this.limits = limits;
    this.timings = timings;
  }

  /**
   * Empty: there are no such settings.
   *
   * @param secret the secret setting of that name
   * @throws IllegalArgumentException with a sentence for the operator, without a secret
   */
  public static Optional<HttpJobOptions> of(
      Map<String, String> settings,
      Function<String, Optional<Secret>> secret,
      InboundLimits limits) {
    Set<String> hosts = new TreeSet<>();
    for (String entry : entries(settings, HOSTS)) {
      String host = entry.toLowerCase(Locale.ROOT);
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "%s is a list of hosts such as gitlab.example.com,ci.example.com:8443, not “%s”."
                .formatted(HOSTS, entry));
      }
      hosts.add(host);
    }
    Map<String, HostSecret> secrets = new LinkedHashMap<>();
    for (String entry : entries(settings, SECRETS)) {
      Matcher parts = SECRET.matcher(entry);
      if (!parts.matches() || !hosts.contains(parts.group(2).toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "%s is a list such as GITLAB_TOKEN@gitlab.example.com of names of settings, each with a"
                    .formatted(SECRETS)
                + " host of %s, not “%s”.".formatted(HOSTS, entry));
      }
      String name = parts.group(1);
      if (OWN.matcher(name).matches()) {
        throw new IllegalArgumentException(
            name + " is the bot's own and can't be in " + SECRETS + ".");
      }
      secrets.put(
          name,
          new HostSecret(
              parts.group(2).toLowerCase(Locale.ROOT),
              secret
                  .apply(name)
                  .orElseThrow(() ->
                      new IllegalArgumentException(
                          "%s names %s, which is not set.".formatted(SECRETS, name)))));
    }
    return hosts.isEmpty()
        ? Optional.empty()
        : Optional.of(new HttpJobOptions(hosts, secrets, limits, TIMINGS));
  }

  HttpJobOptions with(HttpJobTimings other) {
    return new HttpJobOptions(hosts, secrets, limits, other);
  }

  private static List<String> entries(Map<String, String> settings, String name) {
    return Stream.of(settings.getOrDefault(name, "").split("[,\\s]+", -1))
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  /** Host and port as the settings name them. */
  static String host(URI uri) {
    return uri.getAuthority().toLowerCase(Locale.ROOT);
  }

  boolean allows(String host) {
    return hosts.contains(host);
  }

  /** Empty: there is none of that name, or it belongs to another host. */
  Optional<Secret> secret(String name, String host) {
    return Optional.ofNullable(secrets.get(name))
        .filter(secret -> secret.host().equals(host))
        .map(HostSecret::secret);
  }

  /** The values of all. */
  List<String> secrets() {
    return secrets.values().stream().map(secret -> secret.secret().value()).toList();
  }

  InboundLimits limits() {
    return limits;
  }

  HttpJobTimings timings() {
    return timings;
  }

  @Override
  public String toString() {
    return "HttpJobOptions" + hosts + secrets.keySet();
  }
}
