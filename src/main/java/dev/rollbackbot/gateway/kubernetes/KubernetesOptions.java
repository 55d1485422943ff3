package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.runbook.ServiceRef.ClusterRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Clusters, credentials and limits. Contains no secret in {@link #toString}. */
public final class KubernetesOptions {
  private static final String CONFIG = "KUBERNETES_CONFIG";
  private static final String CONTEXT = "KUBERNETES_CONTEXT";
  private static final String IN_CLUSTER = "in-cluster";
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** The API server works on a change for up to 34 s. */
  private static final Duration RESPONSE = Duration.ofSeconds(35);

  private static final Duration RATE_LIMIT_BUDGET = Duration.ofMinutes(2);
  private static final Duration SETTLE = Duration.ofSeconds(2);

  /** The key of the cluster of all environments, as long as none has one of its own. */
  private static final String SHARED = "";

  /** By environment; the key of the shared one is "". */
  private final Map<String, ClusterAccess> clusters;

  private final InboundLimits limits;
  private final CallTimings timings;

  /**
   * @param response for a whole call, to its last byte
   * @param rateLimitBudget the total wait of one job for rate limits
   * @param settle between two reads of what is live, after a change
   */
  record CallTimings(
      Duration connect, Duration response, Duration rateLimitBudget, Duration settle) {}

  KubernetesOptions(
      Map<String, ClusterAccess> clusters, InboundLimits limits, CallTimings timings) {
    this.clusters = new LinkedHashMap<>(clusters);
    this.limits = limits;
    this.timings = timings;
  }

  /**
   * Empty: there are no settings of Kubernetes.
   *
   * @throws IllegalArgumentException with a sentence for the operator, without a secret
   */
  public static Optional<KubernetesOptions> of(
      Map<String, String> environment, InboundLimits limits) {
    return of(
        environment,
        limits,
        new CallTimings(CONNECT, RESPONSE, RATE_LIMIT_BUDGET, SETTLE),
        SERVICE_ACCOUNT);
  }

  static Optional<KubernetesOptions> of(
      Map<String, String> environment, InboundLimits limits, CallTimings timings, Path account) {
    Optional<String> config = setting(environment, CONFIG);
    Map<String, String> contexts = new LinkedHashMap<>();
    environment.keySet().stream()
        .filter(name -> name.equals(CONTEXT) || name.startsWith(CONTEXT + "_"))
        .sorted()
        .forEach(name -> contexts.put(name, context(environment, name)));
    if (config.isEmpty()) {
      if (!contexts.isEmpty()) {
        throw new IllegalArgumentException(
            "%s is set, but %s is not: give it the path of a kubeconfig file."
                .formatted(contexts.keySet().iterator().next(), CONFIG));
      }
      return Optional.empty();
    }
    if (config.get().equals(IN_CLUSTER)) {
      if (!contexts.isEmpty()) {
        throw new IllegalArgumentException(
            "%s goes with a kubeconfig file, not with %s=%s: leave one of them out."
                .formatted(contexts.keySet().iterator().next(), CONFIG, IN_CLUSTER));
      }
      ClusterAccess access = inCluster(environment, account);
      return Optional.of(new KubernetesOptions(Map.of(SHARED, access), limits, timings));
    }
    Map<String, ClusterAccess> clusters = ofFile(Path.of(config.get()), contexts);
    return Optional.of(new KubernetesOptions(clusters, limits, timings));
  }

  private static Map<String, ClusterAccess> ofFile(Path file, Map<String, String> contexts) {
    Kubeconfig kubeconfig = Kubeconfig.read(file);
    Map<String, ClusterAccess> clusters = new LinkedHashMap<>();
    contexts.forEach((name, context) ->
        clusters.put(
            name.equals(CONTEXT) ? SHARED : name.substring(CONTEXT.length() + 1),
            kubeconfig.access(name, context)));
    if (!clusters.containsKey(SHARED)) {
      kubeconfig
          .currentContext()
          .ifPresent(context -> clusters.put(SHARED, kubeconfig.access(CONFIG, context)));
    }
    if (clusters.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no current-context: set %s to the context to use.".formatted(file, CONTEXT));
    }
    return clusters;
  }

  /** With the service account that Kubernetes gives a pod. */
  private static ClusterAccess inCluster(Map<String, String> environment, Path account) {
    String name = "this cluster";
    Optional<String> host = setting(environment, "KUBERNETES_SERVICE_HOST");
    Optional<String> port = setting(environment, "KUBERNETES_SERVICE_PORT");
    Path authority = account.resolve("ca.crt");
    if (host.isEmpty() || port.isEmpty() || !Files.exists(authority)) {
      throw new IllegalArgumentException(
          "%s is %s, but the bot runs in no pod with a service account: give it the path of a"
                  .formatted(CONFIG, IN_CLUSTER)
              + " kubeconfig file.");
    }
    String bracketed = host.get().contains(":") ? "[" + host.get() + "]" : host.get();
    try {
      return new ClusterAccess(
          name,
          ClusterAccess.server(name, "https://" + bracketed + ":" + port.get()),
          Optional.of(ClusterAccess.trusting(name, Files.readString(authority))),
          Optional.empty(),
          Kubeconfig.tokenFile("The service account", account.resolve("token")));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s is %s, but %s can't be read.".formatted(CONFIG, IN_CLUSTER, authority));
    }
  }

  /** Left empty by mistake, it would mean another cluster. */
  private static String context(Map<String, String> environment, String name) {
    return setting(environment, name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s is empty: give it a context of the kubeconfig file, or remove the setting."
                    .formatted(name)));
  }

  private static Optional<String> setting(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** The settings of contexts that no such environment uses: their names may be misspelt. */
  public List<String> contextsWithoutEnvironment(Collection<String> environments) {
    List<String> known = environments.stream().map(KubernetesOptions::environmentKey).toList();
    return clusters.keySet().stream()
        .filter(key -> !key.equals(SHARED) && !known.contains(key))
        .map(key -> CONTEXT + "_" + key)
        .sorted()
        .toList();
  }

  /** How the id of an environment ends the name of its context's setting, such as EU_STAGING. */
  static String environmentKey(String environment) {
    return environment.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /**
   * The key of the cluster of that environment; empty: it has none. Once an environment has a
   * cluster of its own, none has another's.
   */
  Optional<String> key(Optional<String> environment) {
    return clusters.keySet().equals(Set.of(SHARED))
        ? Optional.of(SHARED)
        : environment.map(KubernetesOptions::environmentKey).filter(clusters::containsKey);
  }

  /** The cluster of that environment; empty: it has none. */
  public Optional<ClusterRef> cluster(String environment) {
    return key(Optional.of(environment)).map(key -> ref(access(key)));
  }

  private ClusterRef ref(ClusterAccess access) {
    boolean inherits =
        clusters.containsKey(SHARED) && access(SHARED).knownBy().equals(access.knownBy());
    return new ClusterRef(access.name(), access.knownBy(), inherits);
  }

  private ClusterAccess access(String key) {
    return Objects.requireNonNull(clusters.get(key), key);
  }

  /**
   * Why that environment has no cluster, and the way out, in sentences.
   *
   * @param environments all that need one
   */
  String missing(Optional<String> environment, Collection<String> environments) {
    if (environment.isEmpty()) {
      return "The environment was not recorded, so the bot does not know in which cluster it is.";
    }
    String own =
        clusters.keySet().stream()
            .filter(key -> !key.equals(SHARED))
            .map(key -> CONTEXT + "_" + key)
            .sorted()
            .collect(Collectors.joining(", "));
    List<String> unused = contextsWithoutEnvironment(environments);
    String misspelt =
        unused.isEmpty()
            ? ""
            : " No environment of Kubernetes fits %s: is it misspelt?"
                .formatted(String.join(", ", unused));
    return ("%s_%s is not set, but %s is: once one environment has a context of its own, each needs"
            + " one, or it would be rolled back in another's cluster. Set it to the context of %s,"
            + " even if it is the same one.%s")
        .formatted(CONTEXT, environmentKey(environment.get()), own, environment.get(), misspelt);
  }

  Map<String, ClusterAccess> clusters() {
    return clusters;
  }

  InboundLimits limits() {
    return limits;
  }

  CallTimings timings() {
    return timings;
  }

  @Override
  public String toString() {
    return "KubernetesOptions" + clusters.values();
  }
}
